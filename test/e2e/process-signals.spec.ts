import { connect } from 'node:net';
import { BuiltService } from '../support/built-service.js';
import { ServiceProcess } from '../support/service-process.js';

const drainMs = 500;
/** From the drain's end to the process's: its last bytes, and what it has open. */
const marginMs = 60_000;

describe('the process of the service', () => {
  let built: BuiltService;
  let service: ServiceProcess;

  beforeAll(() => (built = BuiltService.build()));
  afterAll(() => built.remove());

  beforeEach(async () => {
    service = await ServiceProcess.start(built.main, { drain_ms: drainMs, sample_history_ms: 1000 });
  });
  afterEach(() => service.signal('SIGKILL'));

  it.each([
    ['SIGTERM', 50],
    ['SIGINT', 5],
  ] as const)(
    'on %s ends %i open streams with their last chunk, and then itself with code 0',
    async (signal, count) => {
      const streams = Array.from({ length: count }, () => new RawAnswer(service.url ?? ''));
      await Promise.all(streams.map(({ begun }) => begun));
      const started = performance.now();
      const ended = service.signal(signal);
      const answers = await Promise.all(streams.map(({ ended: whole }) => whole));
      const drainedMs = performance.now() - started;
      expect(answers.filter((text) => !text.endsWith('\n\r\n0\r\n\r\n'))).toEqual([]);
      expect(await ended).toEqual({ code: 0, signal: null });
      expect(drainedMs).toBeLessThan(drainMs + marginMs);
    },
  );

  it('that was signalled twice ends its streams all the same', async () => {
    const stream = new RawAnswer(service.url ?? '');
    await stream.begun;
    void service.signal('SIGTERM');
    const ended = service.signal('SIGTERM');
    expect(await stream.ended).toMatch(/\r\n0\r\n\r\n$/);
    expect(await ended).toEqual({ code: 0, signal: null });
  });
});

/** A stream as it comes over the socket, chunks and all. */
class RawAnswer {
  /** When it has begun. */
  readonly begun: Promise<void>;
  /** All of it, once the connection has ended. */
  readonly ended: Promise<string>;

  constructor(url: string) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () =>
      socket.write('GET /v2/stream/mediawiki.recentchange HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    );
    let text = '';
    this.begun = new Promise((resolve, reject) => {
      socket.on('error', reject).on('data', () => {
        if (/:ok\n/.test(text)) resolve();
      });
    });
    this.ended = new Promise((resolve, reject) => {
      socket.setEncoding('utf8').prependListener('data', (more: string) => (text += more));
      socket.on('error', reject).on('close', () => resolve(text));
    });
  }
}
