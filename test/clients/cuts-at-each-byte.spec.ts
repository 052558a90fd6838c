import { MemoryLog } from '../../src/infrastructure/memory/memory-log';
import { CuttingProxy, recordAnswer } from '../support/cutting-proxy';
import type { PythonClient } from '../support/python';
import { describePython, PythonReader, pythonStartTimeoutMs } from '../support/python';
import type { Service } from '../support/service';
import { startService } from '../support/service';
import { RawStream } from '../support/sse-client';

const path = '/v2/stream/edit?since=0';

describePython('a stream that is cut under a client in Python', () => {
  let service: Service;
  let python: PythonReader;
  let proxy: CuttingProxy | undefined;
  /** The whole stream, and the ids of its blocks. */
  let body: string;
  let ids: readonly string[];

  beforeAll(async () => {
    const log = new MemoryLog({ logId: 'q7Zk' });
    for (const topic of ['dc1.edit', 'dc2.edit']) log.createTopic(topic, 1);
    for (const [n, topic] of ['dc1.edit', 'dc2.edit', 'dc1.edit'].entries()) {
      log.append(topic, 0, { timestamp: 1000 + n, value: `{"title":"é—🌍","n":${n}}` });
    }
    service = await startService({ edit: { topics: ['dc1.edit', 'dc2.edit'] } }, {}, log);
    const stream = await RawStream.open(`${service.url}${path}`);
    await stream.until(({ events }) => events.length === 3);
    stream.close();
    body = stream.text;
    ids = stream.blocks.flatMap(({ id }) => id ?? []);
    python = await PythonReader.start();
  }, pythonStartTimeoutMs);

  afterEach(() => proxy?.close());
  afterAll(() => Promise.all([service.close(), python.stop()]));

  it('after any byte of its first two events is resumed without loss by what sseclient then holds', async () => {
    const answer = await recordAnswer(service.port, path, (text) => /"n":2.*\n\n/.test(text));
    const first = answer.indexOf('\r\n\r\n') + 4;
    const end = answer.indexOf('\n\n', answer.indexOf('"n":1')) + 2;
    const cuts = Array.from({ length: end - first + 1 }, (_, n) => first + n);
    await readAll('sseclient', answer, cuts, keptBySseclient);
  }, 120_000);

  // It takes a chunk as a whole or not at all: those of the service hold several events, those of a proxy may hold a byte.
  it('after any byte of its first two events is resumed without loss by what requests-sse then holds', async () => {
    const answer = await recordAnswer(service.port, path, (text) => /"n":2.*\n\n/.test(text));
    const head = answer.subarray(0, answer.indexOf('\r\n\r\n') + 4);
    const bytes = Buffer.from(body);
    const chunks = [...bytes].map((byte) =>
      Buffer.concat([Buffer.from('1\r\n'), Buffer.from([byte]), Buffer.from('\r\n')]),
    );
    const end = bytes.indexOf('\n\n', bytes.indexOf('"n":1')) + 2;
    const cuts = Array.from({ length: end + 1 }, (_, n) => head.length + n * (chunks[0]?.length ?? 0));
    await readAll('requests-sse', Buffer.concat([head, ...chunks]), cuts, () => []);
  }, 120_000);

  /** Has a client read a stream once for each cut. @param repeated numbers of the events that a client itself repeats after a cut */
  async function readAll(
    client: PythonClient,
    answer: Buffer,
    cuts: readonly number[],
    repeated: (received: Buffer) => readonly number[],
  ): Promise<void> {
    proxy = await CuttingProxy.start(service.port, answer);
    for (const cut of cuts) {
      const { data, id } = await python.read(client, proxy.cutAt(cut, path), '"n":2');
      const numbers = data.map((text) => (JSON.parse(text) as { n: number }).n);
      expect([cut, ...numbers]).toEqual([cut, ...[0, 1, 2, ...repeated(answer.subarray(0, cut))].sort()]);
      expect(id).toBe(ids.at(-1));
    }
    // Whole ids, each of them one that was sent: of the first block, of the first event, of the second.
    expect(new Set(proxy.resumedBy)).toEqual(new Set(ids.slice(0, 3)));
  }
});

/**
 * The number of the event whose lines were all there when the stream was cut, and only the blank line was not: sseclient keeps
 * whole lines over a reconnection, and takes the next blank line for the one that was missing.
 */
function keptBySseclient(received: Buffer): readonly number[] {
  const kept = /\ndata: (.*)\n$/.exec(received.toString())?.[1];
  return kept === undefined ? [] : [(JSON.parse(kept) as { n: number }).n];
}
