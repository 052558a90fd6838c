import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const tags = Array.from({ length: 100 }, (_, n) => `tag${n}`);
const dear = `tags.exists(k, ${Array.from({ length: 290 }, () => 'k.a').join('||')} || n < 0)`;
const matching = `${dear} || n >= 0`;

describe('a filter that costs much', () => {
  let log: MemoryLog;
  let service: Service;
  const opened: RawStream[] = [];

  const append = (from: number, to: number): void => {
    for (let n = from; n < to; n += 1) {
      log.append(topic, 0, { timestamp: 1000 + n, value: JSON.stringify({ n, wiki: 'enwiki', tags }) });
    }
  };
  const open = async (
    query: Readonly<Record<string, string>>,
    accept = 'text/event-stream',
  ): Promise<RawStream> => {
    const url = `${service.url}/v2/stream/edit?${new URLSearchParams(query).toString()}`;
    const stream = await RawStream.open(url, { accept });
    opened.push(stream);
    return stream;
  };
  /** Gives the event loop enough to do until something is so. */
  const keepBusyUntil = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  };

  beforeEach(async () => {
    log = new MemoryLog();
    log.createTopic(topic, 1);
    service = await startService({ edit: { topics: [topic] } }, {}, log);
  });

  afterEach(async () => {
    for (const stream of opened.splice(0)) stream.close();
    await service.close();
  });

  it('takes nothing from its reader or from others where there is time: all come, live and from the past', async () => {
    append(0, 100);
    const slow = await open({ since: '0', filter: matching });
    const other = await open({ since: '0', filter: 'wiki == "enwiki"' });
    await other.until(({ events }) => events.length === 100);
    append(100, 200);
    await other.until(({ events }) => events.length === 200);
    await slow.until(({ events }) => events.length === 200);
    expect(slow.events).toEqual(other.events);
  });

  it('is ended while others want the time, with what is wrong and an id to go on from', async () => {
    append(0, 3000);
    const [slow, lines] = [
      await open({ since: '0', filter: dear }),
      await open({ since: '0', filter: `${dear} || false` }, 'application/x-ndjson'),
    ];
    const cheap = await open({ since: '0', filter: 'tags.exists(t, t == "tag99") && n >= 0' });
    await keepBusyUntil(() => slow.ended && lines.ended);
    const { event, data, id } = slow.blocks.at(-1) ?? {};
    expect([event, slow.complete, id]).toEqual(['error', true, slow.lastId]);
    const problem = JSON.parse(data ?? '') as { readonly type: string; readonly detail: string };
    expect(problem.type).toBe('filter_too_slow');
    expect(problem.detail).toMatch(
      /^Cannot continue with this filter: it takes \d+ steps per event, more than 4000 and 1 for 4 characters/,
    );
    expect(lines.text.trimEnd().split('\n').at(-1)).toMatch(/^\{"error":\{.*"type":"filter_too_slow"/);
    await cheap.until(({ text }) => text.includes('"n":2999,'));
    expect(cheap.ended).toBe(false);
    const { body } = await ask(`${service.url}/metrics`);
    expect(body).toContain('eventstreams_client_disconnections_total{reason="filter_too_slow"} 2');
    expect(body).toMatch(/^eventstreams_filter_seconds_total \d/m);
  });
});
