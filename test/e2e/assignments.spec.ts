import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import { MetricsPage } from '../support/metrics.js';
import { expectComeBack, expectProblem, expectSoftRefusal } from '../support/problem.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';
import { HeldLookUps } from './held-look-ups.js';

const wide = 'dc1.wide';
const streams = {
  wide: { topics: [wide], stream_aliases: ['broad'] },
  edit: { topics: ['dc1.edit'] },
  move: { topics: ['dc1.move'] },
  page: { topics: ['dc1.page'] },
};
const partitions = 4;

function choiceOf(...chosen: readonly number[]): Record<string, string> {
  const entries = chosen.map((partition) => ({ topic: wide, partition, offset: 1 }));
  return { 'Last-Event-ID': JSON.stringify(entries) };
}

describe('assignments beyond max_assignments', () => {
  let service: Service;
  let opened: RawStream[];

  const start = async (config: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    const log = new MemoryLog();
    log.createTopic(wide, partitions);
    for (let n = 0; n < 3 * partitions; n += 1)
      log.append(wide, n % partitions, { timestamp: 1000 + n, value: '{}' });
    for (const { topics } of [streams.edit, streams.move, streams.page]) log.createTopic(topics[0]!, 1);
    service = await startService(streams, { max_assignments: 2, ...config }, log);
    await MetricsPage.until(service.url, (page) => page.value('eventstreams_ready') === 1);
  };
  const open = async (names: string, headers: Readonly<Record<string, string>> = {}): Promise<RawStream> => {
    const reader = await RawStream.open(`${service.url}/v2/stream/${names}`, headers);
    opened.push(reader);
    return reader;
  };
  const statusOf = async (...args: Parameters<typeof open>): Promise<number | undefined> =>
    (await open(...args)).response.statusCode;
  const untilThereAre = (count: number): Promise<MetricsPage> =>
    MetricsPage.until(service.url, (page) => page.value('eventstreams_assignments') === count);

  beforeEach(() => {
    opened = [];
  });

  afterEach(async () => {
    for (const reader of opened) reader.close();
    await service.close();
  });

  it('are refused, and what is read already is joined, and ordinary streams are still opened', async () => {
    await start();
    expect(await statusOf('wide', choiceOf(0))).toBe(200);
    expect(await statusOf('wide', choiceOf(1))).toBe(503);
    expect(await statusOf('wide', choiceOf(0))).toBe(200);
    expect(await statusOf('edit,move')).toBe(200);
    expect(await statusOf('edit,page')).toBe(503);
    expect(await statusOf('move,edit')).toBe(200);
    for (const name of ['wide', 'edit', 'move', 'page', 'broad']) expect(await statusOf(name)).toBe(200);
    await untilThereAre(1 + 1 + 4);
  });

  it('are let in when one of the others has no readers any more', async () => {
    await start();
    const first = await open('wide', choiceOf(0));
    const second = await open('wide', choiceOf(0));
    expect(await statusOf('wide', choiceOf(1))).toBe(503);
    first.close();
    second.close();
    await untilThereAre(0);
    expect(await statusOf('wide', choiceOf(1))).toBe(200);
    expect(await statusOf('wide', choiceOf(0))).toBe(503);
  });

  it('are not those of clients that resume: an id of a stream is the stream', async () => {
    await start();
    await open('wide', choiceOf(0));
    for (const names of ['wide', 'edit']) {
      const reader = await (await open(names)).until(({ lastId }) => lastId !== undefined);
      reader.close();
      expect(await statusOf(names, { 'Last-Event-ID': reader.lastId ?? '' })).toBe(200);
    }
  });

  it('are not those of whole topics, nor of a stream whose partitions are each named', async () => {
    await start();
    await open('wide', choiceOf(0));
    expect(await statusOf('wide', choiceOf(0, 1, 2, 3))).toBe(200);
    const topics = { 'Last-Event-ID': JSON.stringify(['dc1.edit']) };
    expect(await statusOf('edit,move', topics)).toBe(200);
    expect(await statusOf('edit,page', topics)).toBe(200);
    expect(await statusOf('edit,page')).toBe(503);
    await untilThereAre(3);
  });

  it('are refused however many are asked for at the same time', async () => {
    const lookUps = new HeldLookUps();
    try {
      await start({ window_bytes: 0 });
      lookUps.hold();
      const asked = Array.from({ length: partitions }, (_, n) => statusOf('wide', choiceOf(n)));
      await lookUps.until(({ bounded }) => bounded === partitions);
      lookUps.release();
      expect((await Promise.all(asked)).sort()).toEqual([200, 503, 503, 503]);
    } finally {
      lookUps.restore();
    }
  });

  it('are not counted for those who only ask for the head', async () => {
    await start();
    const { status } = await fetch(`${service.url}/v2/stream/wide`, { method: 'HEAD', headers: choiceOf(0) });
    expect(status).toBe(200);
    await untilThereAre(0);
  });

  it('are refused with what to do, and softly to browsers', async () => {
    await start();
    await open('wide', choiceOf(0));
    const uri = '/v2/stream/wide';
    const answer = await ask(`${service.url}${uri}`, choiceOf(1, 2));
    expectProblem(answer, {
      ...{ status: 503, type: 'too_many_assignments', title: 'Service Unavailable' },
      detail:
        'Cannot read the partitions of this Last-Event-ID: 1 other sets of partitions are being read, which is the limit; ' +
        'connect without an id, or try again later',
      ...{ method: 'GET', uri },
    });
    expectComeBack(answer);
    const headers = { ...choiceOf(1, 2), Accept: 'text/event-stream' };
    expectSoftRefusal(await ask(`${service.url}${uri}`, headers), 'too_many_assignments');
    const page = await MetricsPage.of(service.url);
    expect(page.value('eventstreams_connections_refused_total{code="too_many_assignments"}')).toBe(2);
  });
});
