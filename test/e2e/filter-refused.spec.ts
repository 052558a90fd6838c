import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import { expectProblem } from '../support/problem.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const schema = {
  title: 'edit',
  properties: { wiki: { type: 'string' }, meta: { type: 'object', properties: { domain: {} } } },
};

describe('a filter that is wrong', () => {
  let service: Service;
  let schemas: string;
  const log = new MemoryLog();

  const path = (query: Readonly<Record<string, string>>, streams = 'edit'): string =>
    `/v2/stream/${streams}?${new URLSearchParams(query).toString()}`;
  const typeOf = async (query: string): Promise<unknown> =>
    (JSON.parse((await ask(`${service.url}/v2/stream/edit?${query}`)).body) as { type: unknown }).type;
  const refused = async (uri: string, detail: string): Promise<void> => {
    const title = 'Bad Request';
    const problem = { status: 400, type: 'invalid_filter', title, detail, method: 'GET', uri };
    expectProblem(await ask(service.url + uri), problem);
  };

  beforeAll(async () => {
    schemas = mkdtempSync(join(tmpdir(), 'schemas-'));
    mkdirSync(join(schemas, 'edit'));
    writeFileSync(join(schemas, 'edit', 'latest.json'), JSON.stringify(schema));
    for (const topic of ['dc1.edit', 'dc1.other']) log.createTopic(topic, 1);
    const streams = {
      edit: { topics: ['dc1.edit'], schema_title: 'edit' },
      other: { topics: ['dc1.other'], schema_title: 'other' },
    };
    service = await startService(streams, { schema_base_uris: [schemas] }, log);
  });

  afterAll(async () => {
    await service.close();
    rmSync(schemas, { recursive: true });
  });

  it('is refused with where and why', async () => {
    const uri = path({ filter: 'wiki = "enwiki"' });
    await refused(uri, 'Cannot filter: at character 6: Unexpected character: =');
  });

  it('is refused where it is given twice', async () => {
    await refused(
      '/v2/stream/edit?filter=true&filter=true',
      'Cannot filter: "filter" is given more than once',
    );
  });

  it('is refused with a field that no event of the streams can have, once their schemas are known', async () => {
    const filter = 'meta.domain == "a" && wikii == "b"';
    while (!(await ask(`${service.url}/?spec`)).body.includes('#/components/schemas/edit.latest'));
    await refused(
      path({ filter }),
      'Cannot filter: at character 23: no schema of these streams has a field "wikii"; did you mean wiki?',
    );
    const both = await RawStream.open(service.url + path({ filter }, 'edit,other'));
    expect(both.response.statusCode).toBe(200);
    both.close();
  });

  it('is told of after a bad time and before a bad id', async () => {
    expect(await typeOf('filter=%25&since=x&last_event_id=x')).toBe('invalid_timestamp');
    expect(await typeOf('filter=%25&last_event_id=x')).toBe('invalid_filter');
    expect(await typeOf('filter=true&last_event_id=x')).toBe('invalid_last_event_id');
  });

  it('is no filter where it is empty', async () => {
    const stream = await RawStream.open(service.url + path({ filter: '' }));
    expect(stream.response.statusCode).toBe(200);
    stream.close();
  });
});
