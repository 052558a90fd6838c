import * as net from 'node:net';
import * as tls from 'node:tls';
import { KafkaFailure } from './kafka-failure.js';
import type { BrokerAddress, KafkaSettings } from './kafka-settings.js';
import { Connection, apiKeys, lookup, requests, silent } from './kafkajs-internals.js';
import type { BrokerVersions, ProtocolCall, SocketFactory } from './kafkajs-internals.js';
import type { KafkaCall } from './kafka-calls.js';
import { within } from './with-timeout.js';

const keepAliveMs = 60_000;

/** A connection that is open and logged in. It ends once, and is then not used again. */
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
   * @throws {KafkaFailure} also when that takes longer than `connectTimeoutMs`, or is aborted
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

  /** Whether the login is about to run out: kafkajs would renew it among other answers, and mistake one for its own. */
  get expiring(): boolean {
    return this.loggedIn && !this.connection.isAuthenticated();
  }

  /** @throws {KafkaFailure}; a request that is late ends the connection, for those behind it would be late too */
  async send<T>(call: KafkaCall<T>, timeoutMs: number): Promise<T> {
    try {
      return (await within(timeoutMs, this.connection.send(call(this.#lookup)))) as T;
    } catch (error) {
      const failure = KafkaFailure.of(error);
      if (failure.kind === 'timeout') this.destroy();
      throw failure;
    }
  }

  /** Ends it when what was sent has been answered. */
  retire(): void {
    this.connection.disconnect().catch(() => undefined);
  }

  destroy(): void {
    this.socket.destroy();
    end(this.connection);
  }
}

/** Asks for the versions the broker speaks, and logs in. */
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

/** Answers nothing more, so that nobody waits, and leaves no timer behind. */
function end(connection: Connection): void {
  connection.requestQueue.rejectAll(new KafkaFailure('closed'));
  connection.requestQueue.destroy();
}

/** A socket whose end is known however it ends: kafkajs waits for ever for one that closes while it connects. */
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
    // An error, and not only an end: kafkajs otherwise leaves the timer of a connection that is still opening behind.
    this.#socket?.destroy(failure);
    this.#fail(failure);
  };
}
