import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { CuttingProxy, recordAnswer } from '../support/cutting-proxy.js';
import { testTimeoutMs } from '../support/limits.js';
import { describePython, PythonPrograms, pythonStartTimeoutMs, pythonWith } from '../support/python.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';
import type { PythonProgram } from './documented-python.js';
import { installPythonClients, pythonPrograms } from './documented-python.js';

/** Short, since a program runs once for each byte, most of which are those of ids. */
const topic = 'a';
const streams = { recentchange: { topics: [topic] } };
const path = '/v2/stream/recentchange?since=0';
const titles = ['é—🌍 0', 'é—🌍 1', 'é—🌍 2'];
/** They read through the package requests, and say so: what is no event comes to them in blocks. */
const withRequests = new Set(['sseclient', 'requests-sse', 'pywikibot', 'sseclient-py']);
/** Those that keep the id of a block without data, and so come back by that of the starting place. */
const withStart = new Set(['sseclient', 'requests-sse', 'pywikibot']);

describePython('a stream that is cut under a documented program in Python', () => {
  let service: Service;
  let python: PythonPrograms | undefined;
  let proxy: CuttingProxy | undefined;
  let ids: readonly string[];

  beforeAll(async () => {
    const log = new MemoryLog({ logId: 'q7Zk' });
    log.createTopic(topic, 1);
    for (const [n, title] of titles.entries()) {
      log.append(topic, 0, { timestamp: 1000 + n, value: JSON.stringify({ title, meta: {} }) });
    }
    service = await startService(streams, {}, log);
    const stream = await RawStream.open(`${service.url}${path}`);
    await stream.until(({ events }) => events.length === titles.length);
    stream.close();
    ids = stream.blocks.flatMap(({ id }) => id ?? []);
    await installPythonClients();
  }, pythonStartTimeoutMs);

  afterEach(async () => {
    await proxy?.close();
    await python?.stop();
  });

  afterAll(() => service.close());

  /** The first two events and what comes before them, as sent to a client: in chunks, after a head of so many bytes. */
  async function record(name: string): Promise<{ readonly answer: Buffer; readonly head: number }> {
    const userAgent = withRequests.has(name) ? 'program python-requests/2.34.2' : 'program';
    const all = await recordAnswer(service.port, path, userAgent, (text) => /🌍 2".*\n\n/.test(text));
    return { answer: untilSecondEvent(all), head: all.indexOf('\r\n\r\n') + 4 };
  }

  const program = (name: string): PythonProgram => {
    const found = pythonPrograms.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`There is no program of ${name}`);
    return found;
  };

  it.each(['sseclient', 'httpx-sse', 'aiosseclient'])(
    'after any byte of its first two events is resumed without loss by what %s then holds',
    async (name) => {
      const { answer, head } = await record(name);
      const cuts = Array.from({ length: answer.length - head + 1 }, (_, n) => head + n);
      // Each client of httpx reads all certificates of the machine.
      const some = name === 'httpx-sse' ? cuts.filter((cut) => cut % 13 === 0 || cut === cuts.at(-1)) : cuts;
      await runAll(program(name), answer, some, name === 'sseclient' ? keptBySseclient : () => []);
    },
    testTimeoutMs,
  );

  // They take a chunk, or 128 bytes, as a whole or not at all: those of the service hold several events, those of a
  // proxy may hold a byte.
  it.each(['requests-sse', 'pywikibot', 'sseclient-py'])(
    'after any byte of its first two events is resumed without loss by what %s then holds',
    async (name) => {
      const { answer, head } = await record(name);
      const body = withoutChunks(answer.subarray(head));
      const chunks = [...body].map((byte) => Buffer.from([0x31, 0x0d, 0x0a, byte, 0x0d, 0x0a]));
      const cuts = Array.from({ length: body.length + 1 }, (_, n) => head + n * 6);
      await runAll(program(name), Buffer.concat([answer.subarray(0, head), ...chunks]), cuts, () => []);
    },
    testTimeoutMs,
  );

  /**
   * Runs a program once for each cut.
   * @param repeated titles that a client itself repeats after a cut
   */
  async function runAll(
    { name, requirements, code }: PythonProgram,
    recorded: Buffer,
    cuts: readonly number[],
    repeated: (received: Buffer) => readonly string[],
  ): Promise<void> {
    const running = PythonPrograms.start(await pythonWith(requirements));
    python = running;
    const cutting = await CuttingProxy.start(service.port, recorded);
    proxy = cutting;
    for (const cut of cuts) {
      const shown = await running.run(code(cutting.cutAt(cut, ''), { since: 0 }), titles.at(-1) ?? '');
      const expected = [...titles, ...repeated(recorded.subarray(0, cut))].sort();
      expect([cut, ...shown]).toEqual([cut, ...expected]);
    }
    const firstId = withStart.has(name) ? 0 : 1;
    // Whole ids, each of them one that was sent: of the starting place, of the first event, of the second.
    expect(new Set(cutting.resumedBy)).toEqual(new Set(ids.slice(firstId, 3)));
  }
});

/**
 * The title of the event whose lines were all there when the stream was cut, and only the blank line was not: sseclient
 * keeps whole lines over a reconnection, and takes the next blank line for the one that was missing.
 */
function keptBySseclient(received: Buffer): readonly string[] {
  const kept = /\ndata: (.*)\n$/.exec(received.toString())?.[1];
  return kept === undefined ? [] : [(JSON.parse(kept) as { title: string }).title];
}

function untilSecondEvent(sent: Buffer): Buffer {
  return sent.subarray(0, sent.indexOf('\n\n', sent.indexOf('🌍 1')) + 2);
}

function withoutChunks(sent: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < sent.length;) {
    const start = sent.indexOf('\r\n', at) + 2;
    const end = start + Number.parseInt(sent.subarray(at, start).toString(), 16);
    parts.push(sent.subarray(start, end));
    at = end + 2;
  }
  return Buffer.concat(parts);
}
