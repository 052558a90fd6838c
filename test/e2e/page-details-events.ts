import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';

const topic = 'dc1.wiki.edit';

const schema = {
  title: 'wiki/edit',
  type: 'object',
  allOf: [{ properties: { meta: { type: 'object', description: 'About the event' } } }],
  properties: {
    title: { type: 'string', description: 'The page that was edited' },
    user: { $ref: '#/definitions/user' },
    tags: { type: 'array', description: 'All its tags', items: { type: 'string', description: 'One tag' } },
    labels: { type: 'object', additionalProperties: { type: 'string', description: 'A name in a language' } },
    n: { type: 'integer' },
  },
  definitions: {
    user: { type: 'object', properties: { name: { type: ['string', 'null'], description: 'Who edited' } } },
  },
};

/** The text of an event up to what the service adds to `meta`. */
export const firstText = [
  '{"$schema":"/wiki/edit/1.0.0","title":"مرحبا","n":12345678901234567890123,"exact":1.0,"huge":9007199254740993,',
  '"notify_url":"https://wiki.example/?diff=1","tags":["mobile","visual"],"labels":{"de":"Erde"},"user":{"name":"Ada"},',
  '"meta":{"uri":"javascript:alert(1)","stream":"wiki.edit","dt":"2026-11-21T12:00:00Z"',
].join('');
const others = ['Moon', 'Sun'].map(
  (title, index) =>
    `{"$schema":"/wiki/edit/1.0.0","title":"${title}","user":{"name":null},"meta":{"stream":"wiki.edit","dt":"2026-11-21T12:00:0${index + 1}Z"}}`,
);

/** A service with a page, which has read the schema of the events that are in its log. */
export async function startDescribedService(): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'schemas-'));
  mkdirSync(join(folder, 'wiki/edit'), { recursive: true });
  for (const version of ['latest', '1.0.0'])
    writeFileSync(join(folder, 'wiki/edit', version), JSON.stringify(schema));
  const log = new MemoryLog();
  log.createTopic(topic, 1);
  for (const [index, value] of [`${firstText}}}`, ...others].entries())
    log.append(topic, 0, { timestamp: Date.UTC(2026, 10, 21, 12, 0, index), value });
  const streams = { 'wiki.edit': { topics: [topic], schema_title: 'wiki/edit' } };
  const service = await startService(streams, { stream_ui_enabled: true, schema_base_uris: [folder] }, log);
  while (!(await ask(`${service.url}/?spec`)).body.includes('Who edited'));
  return {
    ...service,
    close: async () => {
      await service.close();
      rmSync(folder, { recursive: true });
    },
  };
}
