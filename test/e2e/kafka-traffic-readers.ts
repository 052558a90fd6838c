import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** Stands once in each event that is counted, and nowhere else in a stream. */
export const countedMark = '~';

const markByte = countedMark.charCodeAt(0);

/** Many readers of one stream that only count events. */
export class KafkaTrafficReaders {
  private readonly sockets: Socket[] = [];
  private readonly counts: number[] = [];
  private readonly waiting = new Set<() => void>();

  constructor(private readonly port: number) {}

  /** Resolves when each has begun. */
  async open(path: string, count: number): Promise<void> {
    for (let from = 0; from < count; from += 50) {
      const portion = Array.from({ length: Math.min(50, count - from) }, () => this.openOne(path));
      await Promise.all(portion);
    }
  }

  /** Resolves when each has so many events. */
  async have(events: number): Promise<void> {
    while (this.counts.some((count) => count < events))
      await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  /** Resolves when the connections are closed. */
  async close(): Promise<void> {
    const closed = this.sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(closed);
    this.sockets.length = 0;
    this.counts.length = 0;
  }

  private openOne(path: string): Promise<void> {
    const index = this.sockets.length;
    const socket = connect(this.port, '127.0.0.1');
    this.sockets.push(socket);
    this.counts.push(0);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    return new Promise((resolve, reject) => {
      let head = '';
      socket.on('error', reject).on('data', (bytes: Buffer) => {
        if (head !== 'read') head = /:ok\n/.test((head += bytes.toString('latin1'))) ? 'read' : head;
        if (head === 'read') resolve();
        const events = bytes.filter((byte) => byte === markByte).length;
        if (events === 0) return;
        this.counts[index] = (this.counts[index] ?? 0) + events;
        for (const wake of this.waiting) wake();
        this.waiting.clear();
      });
    });
  }
}
