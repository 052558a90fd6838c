import * as net from 'node:net';
import * as tls from 'node:tls';
import { KafkaFailure } from './kafka-failure.js';
import type { BrokerAddress, KafkaSettings } from './kafka-settings.js';
import { Connection, apiKeys, lookup, requests, silent } from './kafkajs-internals.js';
import type { BrokerVersions, ProtocolCall, SocketFactory } from './kafkajs-internals.js';
import type { KafkaCall } from './kafka-calls.js';
import { within } from './with-timeout.js';

const keepAliveMs = 60_000;

/** An open connection to a broker, logged in if required. It is not reused after it has ended. */
export class BrokerConnection {
  readonly #lookup: ReturnType<typeof lookup>;

  private constructor(
    private readonly connection: Connection,
    private readonly socket: ClosingSocket,
    private readonly loggedIn: boolean,
    versions: BrokerVersions,
  ) {
    this.#lookup = lookup(versions);
  }

  /**
   * Connects and logs in.
   * @throws {KafkaFailure} also if that takes longer than `connectTimeoutMs`, or the signal aborts
   */
  static async open(
    address: BrokerAddress,
    settings: KafkaSettings,
    signal: AbortSignal,
  ): Promise<BrokerConnection> {
    const socket = new ClosingSocket(signal);
    const connection = new Connection({
      ...address,
      clientId: settings.clientId,
      ssl: settings.tls ?? null,
      sasl: settings.sasl ?? null,
      socketFactory: socket.open,
      connectionTimeout: settings.connectTimeoutMs,
      requestTimeout: settings.requestTimeoutMs,
      enforceRequestTimeout: false,
      logger: silent,
    });
    try {
      const ready = Promise.race([handshake(connection), socket.closed]);
      const versions = await within(settings.connectTimeoutMs, ready);
      socket.closed.catch(() => end(connection));
      return new BrokerConnection(connection, socket, settings.sasl !== undefined, versions);
    } catch (error) {
      socket.destroy();
      end(connection);
      throw KafkaFailure.of(error);
    }
  }

  get ended(): boolean {
    return this.socket.destroyed;
  }

  /** Whether the login expires soon. kafkajs would renew it between other responses, and mistake one for its own. */
  get expiring(): boolean {
    return this.loggedIn && !this.connection.isAuthenticated();
  }

  /** @throws {KafkaFailure}; a timeout closes the connection, because the requests behind it would be late too */
  async send<T>(call: KafkaCall<T>, timeoutMs: number): Promise<T> {
    try {
      return (await within(timeoutMs, this.connection.send(call(this.#lookup)))) as T;
    } catch (error) {
      const failure = KafkaFailure.of(error);
      if (failure.kind === 'timeout') this.destroy();
      throw failure;
    }
  }

  /** Closes the connection when the requests in flight have been answered. */
  retire(): void {
    this.connection.disconnect().catch(() => undefined);
  }

  destroy(): void {
    this.socket.destroy();
    end(this.connection);
  }
}

/** Connects, requests the API versions of the broker, and logs in. */
async function handshake(connection: Connection): Promise<BrokerVersions> {
  await connection.connect();
  const versions = await brokerVersions(connection);
  connection.setVersions(versions);
  connection.setSupportAuthenticationProtocol(apiKeys.SaslAuthenticate in versions);
  await connection.authenticate();
  return versions;
}

async function brokerVersions(connection: Connection): Promise<BrokerVersions> {
  const answer = (await connection.send(
    requests.ApiVersions.protocol({ version: 1 })() satisfies ProtocolCall,
  )) as {
    readonly apiVersions: readonly { apiKey: number; minVersion: number; maxVersion: number }[];
  };
  return Object.fromEntries(answer.apiVersions.map(({ apiKey, ...range }) => [apiKey, range]));
}

/** Rejects all pending requests and clears the timers. */
function end(connection: Connection): void {
  connection.requestQueue.rejectAll(new KafkaFailure('closed'));
  connection.requestQueue.destroy();
}

/** A socket that always reports when it closes. kafkajs waits forever for one that closes while it connects. */
class ClosingSocket {
  readonly closed: Promise<never>;
  #socket: net.Socket | undefined;
  #fail: (failure: KafkaFailure) => void = () => undefined;

  constructor(private readonly signal: AbortSignal) {
    this.closed = new Promise<never>((_, reject) => (this.#fail = reject));
    this.closed.catch(() => undefined);
    signal.addEventListener('abort', this.destroy, { once: true });
  }

  get destroyed(): boolean {
    return this.#socket?.destroyed ?? false;
  }

  readonly open: SocketFactory = ({ host, port, ssl, onConnect }) => {
    const name = net.isIP(host) === 0 ? { servername: host } : {};
    const socket = ssl === null ? net.connect({ host, port }) : tls.connect({ host, port, ...name, ...ssl });
    socket.once(ssl === null ? 'connect' : 'secureConnect', onConnect);
    socket.setKeepAlive(true, keepAliveMs);
    socket.setNoDelay(true);
    socket.once('close', () => {
      this.signal.removeEventListener('abort', this.destroy);
      this.#fail(new KafkaFailure('closed', { cause: socket.errored }));
    });
    this.#socket = socket;
    if (this.signal.aborted) socket.destroy(new KafkaFailure('closed'));
    return socket;
  };

  readonly destroy = (): void => {
    this.signal.removeEventListener('abort', this.destroy);
    const failure = new KafkaFailure('closed');
    // Without an error, kafkajs leaves the timer of a connection that is still opening behind.
    this.#socket?.destroy(failure);
    this.#fail(failure);
  };
}
