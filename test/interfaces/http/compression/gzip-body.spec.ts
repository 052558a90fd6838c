import fc from 'fast-check';
import { constants, gunzipSync } from 'node:zlib';
import { GzipBody } from '../../../../src/interfaces/http/compression/gzip-body.js';
import { windowBytes } from '../../../../src/interfaces/http/compression/gzip-blocks.js';
import { SharedCompression } from '../../../../src/interfaces/http/compression/shared-compression.js';

/** What a connection was sent, and what it was to be sent. */
class Connection {
  private readonly body: GzipBody;
  private readonly sent: Buffer[] = [];
  private readonly texts: Buffer[] = [];
  channel: Channel | undefined;

  constructor(shared: SharedCompression) {
    this.body = new GzipBody(shared);
  }

  get sentBytes(): number {
    return this.sent.reduce((sum, { length }) => sum + length, 0);
  }

  write(bytes: Buffer, place?: { readonly channel: object; readonly offset: number }): number {
    this.texts.push(bytes);
    const sent = this.body.encode({ bytes, ...(place && { place }) }, false);
    this.sent.push(sent);
    return sent.length;
  }

  /** Has everything that was written been handed on by a decoder, at this moment? */
  expectWhole(): void {
    if (this.sent.length === 0) return;
    const decoded = gunzipSync(Buffer.concat(this.sent), { finishFlush: constants.Z_SYNC_FLUSH });
    expect(decoded.equals(Buffer.concat(this.texts))).toBe(true);
  }

  end(): void {
    this.sent.push(this.body.end());
    // Checks the CRC and the length, too.
    expect(gunzipSync(Buffer.concat(this.sent)).equals(Buffer.concat(this.texts))).toBe(true);
  }
}

class Channel {
  written = 0;

  /** A batch for these connections: the rest of it for those that joined meanwhile. */
  write(connections: readonly Connection[], bytes: Buffer, late: readonly Connection[] = []): void {
    const place = { channel: this, offset: this.written };
    this.written += bytes.length;
    for (const connection of connections) connection.write(bytes, place);
    const rest = bytes.subarray(Math.floor(bytes.length / 2));
    for (const connection of late) if (rest.length > 0) connection.write(rest);
  }
}

/** A text that has much of itself before, as events have; unlike from number to number. */
function eventText(number: number, length: number): Buffer {
  const one = `event: message\ndata: {"n":${number},"hash":"${(number * 2654435761) % 4294967296}","title":"Page"}\n\n`;
  return Buffer.from(one.repeat(Math.ceil(length / one.length)).slice(0, length));
}

const index = fc.nat(5);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('batch' as const),
      of: fc.nat(1),
      length: fc.integer({ min: 1, max: 9000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('batch' as const),
      of: fc.nat(1),
      length: fc.integer({ min: 30_000, max: 140_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('heartbeat' as const), who: index }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('join' as const),
      who: index,
      of: fc.nat(1),
      late: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), who: index }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('replay' as const), who: index, chunk: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const), who: index }) },
);

describe('the compressed body of a stream', () => {
  it('decodes to what was written, whoever joins, leaves, lags, is told something or ends when', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const shared = new SharedCompression();
        const channels = [new Channel(), new Channel()];
        const chunks = Array.from({ length: 4 }, (_, n) => eventText(n, 500 + 40_000 * n));
        const connections = Array.from({ length: 6 }, () => new Connection(shared));
        const joining = new Set<Connection>();
        for (const [number, at] of steps.entries()) {
          const connection = 'who' in at ? connections[at.who] : undefined;
          if (at.kind === 'batch') {
            const channel = channels[at.of]!;
            const readers = connections.filter((one) => one.channel === channel);
            const late = readers.filter((one) => joining.has(one));
            const whole = readers.filter((one) => !joining.has(one));
            channel.write(whole, eventText(number, at.length), late);
            for (const one of late) joining.delete(one);
            for (const one of whole.slice(0, 1)) one.expectWhole();
            continue;
          }
          if (!connection) continue;
          if (at.kind === 'heartbeat') connection.write(Buffer.from(':\n'));
          if (at.kind === 'join') {
            connection.channel = channels[at.of]!;
            if (at.late) joining.add(connection);
          }
          if (at.kind === 'leave') connection.channel = undefined;
          if (at.kind === 'replay') {
            connection.channel = undefined;
            connection.write(chunks[at.chunk]!);
          }
          if (at.kind === 'end') {
            connection.end();
            connections[at.who] = new Connection(shared);
          }
        }
        for (const connection of connections) {
          connection.expectWhole();
          connection.end();
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is compressed as soon as a connection has had 32 kB of a channel, and again after a heartbeat', () => {
    const shared = new SharedCompression();
    const channel = new Channel();
    const [first, second] = [new Connection(shared), new Connection(shared)];
    const write = (number: number): void => channel.write([first, second], eventText(number, 2048));
    for (let n = 0; n < 32; n += 1) channel.write([first], eventText(n, 2048));
    const before = second.sentBytes;
    for (let n = 32; n < 32 + windowBytes / 2048; n += 1) write(n);
    expect(second.sentBytes - before).toBeGreaterThan(windowBytes);
    const joined = second.sentBytes;
    write(100);
    expect(second.sentBytes - joined).toBeLessThan(1024);
    second.write(Buffer.from(':\n'));
    const told = second.sentBytes;
    write(101);
    expect(second.sentBytes - told).toBeGreaterThan(2048);
    second.end();
    first.end();
  });

  it('is the same bytes for all who read on', () => {
    const shared = new SharedCompression();
    const channel = new Channel();
    const bodies = [new GzipBody(shared), new GzipBody(shared)];
    for (let n = 0; n < 3; n += 1) {
      const bytes = eventText(n, 3000);
      const [one, other] = bodies.map((body) =>
        body.encode({ bytes, place: { channel, offset: channel.written } }, false),
      );
      channel.written += bytes.length;
      if (n > 0) expect(one).toBe(other);
    }
  });

  it('of the past is compressed for the second reader, and for one that the network holds up', () => {
    const shared = new SharedCompression();
    const chunk = eventText(1, 50_000);
    const bodies = [new GzipBody(shared), new GzipBody(shared)];
    const sizes = bodies.map((body) => body.encode({ bytes: chunk }, false).length);
    expect(sizes[0]).toBeGreaterThan(chunk.length);
    expect(sizes[1]).toBeLessThan(chunk.length / 2);
    expect(new GzipBody(shared).encode({ bytes: eventText(2, 50_000) }, true).length).toBeLessThan(25_000);
  });

  it('ends validly even if nothing was written', () => {
    expect(gunzipSync(new GzipBody(new SharedCompression()).end())).toHaveLength(0);
  });
});
