import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

const fetchKey = 1;
const correlationIdAt = 4;
const clientIdAt = 8;

/** A fetch as it went over the wire. */
export interface SeenFetch {
  /**
   * All that was asked for, and of the answer all that came: to be searched for the name of a topic, or for records.
   */
  readonly request: Buffer;
  /** Whether the broker is to wait for records: so is the tail read, and nothing else. */
  readonly waits: boolean;
  answer: Buffer | undefined;
}

/**
 * Stands before a broker that tells clients to come here, and looks at what goes through: what was fetched is known
 * from the bytes alone, not from anything that the service counts.
 */
export class KafkaTrafficRelay {
  readonly fetches: SeenFetch[] = [];
  /** Those that the broker is to answer, on connections that are still open. */
  readonly underWay = new Set<SeenFetch>();
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly brokerPort: number,
  ) {
    server.on('connection', (client) => this.relay(client));
  }

  static async start(brokerPort: number): Promise<KafkaTrafficRelay> {
    const server = createServer();
    const relay = new KafkaTrafficRelay(server, brokerPort);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Fetches that ask for a topic. */
  of(topic: string): readonly SeenFetch[] {
    return this.fetches.filter(({ request }) => request.includes(topic));
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private relay(client: Socket): void {
    const broker = connect(this.brokerPort, '127.0.0.1');
    const waiting = new Map<number, SeenFetch>();
    const asked = frames((frame) => {
      if (frame.readInt16BE(0) !== fetchKey) return;
      const fetch: SeenFetch = { request: frame, waits: waits(frame), answer: undefined };
      this.fetches.push(fetch);
      this.underWay.add(fetch);
      waiting.set(frame.readInt32BE(correlationIdAt), fetch);
    });
    const answered = frames((frame) => {
      const fetch = waiting.get(frame.readInt32BE(0));
      if (!fetch) return;
      fetch.answer = frame;
      this.underWay.delete(fetch);
      waiting.delete(frame.readInt32BE(0));
    });
    client.on('close', () => {
      for (const fetch of waiting.values()) this.underWay.delete(fetch);
    });
    this.pass(client, broker, asked);
    this.pass(broker, client, answered);
  }

  private pass(from: Socket, to: Socket, look: (bytes: Buffer) => void): void {
    this.sockets.add(from);
    from.on('data', (bytes: Buffer) => {
      look(bytes);
      to.write(bytes);
    });
    from
      .on('error', () => to.destroy())
      .on('end', () => to.end())
      .on('close', () => {
        to.destroy();
        this.sockets.delete(from);
      });
  }
}

/** After the client's id and the replica's comes how many milliseconds the broker may wait. */
function waits(request: Buffer): boolean {
  return request.readInt32BE(clientIdAt + 2 + request.readInt16BE(clientIdAt) + 4) > 0;
}

/** Takes a direction of a connection apart into messages: each has its length before it. */
function frames(seen: (frame: Buffer) => void): (bytes: Buffer) => void {
  let pending = Buffer.alloc(0);
  return (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= 4 && pending.length >= 4 + pending.readInt32BE(0)) {
      const length = pending.readInt32BE(0);
      seen(Buffer.from(pending.subarray(4, 4 + length)));
      pending = pending.subarray(4 + length);
    }
  };
}
