import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

/**
 * The parts of kafkajs 2.2.4 below its public consumer that are used here, with types: one connection, and the encoding
 * of requests. The public consumer reads only as a member of a group, which costs seconds and leaves state on the
 * broker. The version is pinned exactly, because none of this is a public API of kafkajs.
 */

/** The versions of each request that a broker supports, by API key. */
export type BrokerVersions = Readonly<
  Record<number, { readonly minVersion: number; readonly maxVersion: number }>
>;

/** Encodes one request and decodes its response. */
export interface ProtocolCall {
  readonly request: {
    readonly apiKey: number;
    readonly apiName: string;
    readonly apiVersion: number;
    encode(): Promise<unknown>;
  };
  readonly response: {
    decode(payload: Buffer): Promise<unknown>;
    parse(decoded: unknown): Promise<unknown>;
  };
}

/** All versions of one kind of request. */
interface ProtocolDefinition {
  protocol(version: { readonly version: number }): (options?: object) => ProtocolCall;
}

/** Opens the socket of a connection. */
export type SocketFactory = (target: {
  readonly host: string;
  readonly port: number;
  readonly ssl: ConnectionOptions | null;
  readonly onConnect: () => void;
}) => Socket;

/** A user name and password, in the form that kafkajs expects. */
export interface SaslCredentials {
  readonly mechanism: string;
  readonly username: string;
  readonly password: string;
}

interface Logger {
  namespace(name: string): Logger;
  debug(): void;
  info(): void;
  warn(): void;
  error(): void;
}

interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  readonly clientId: string;
  readonly ssl: ConnectionOptions | null;
  readonly sasl: SaslCredentials | null;
  readonly socketFactory: SocketFactory;
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  /** Off: the check runs ten times a second on every connection. Callers set their own time limits. */
  readonly enforceRequestTimeout: false;
  readonly logger: Logger;
}

/** One socket to one broker. Responses arrive in request order. */
export interface Connection {
  readonly requestQueue: { rejectAll(error: Error): void; destroy(): void };
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  authenticate(): Promise<void>;
  isAuthenticated(): boolean;
  setVersions(versions: BrokerVersions): void;
  setSupportAuthenticationProtocol(supported: boolean): void;
  send(call: ProtocolCall): Promise<unknown>;
}

interface Encoder {
  writeInt32(value: number): Encoder;
  writeBoolean(value: boolean): Encoder;
}

interface RequestQueuePrototype {
  scheduleCheckPendingRequests: (this: { readonly pending: readonly unknown[] }) => void;
}

type RequestName = 'ApiVersions' | 'Fetch' | 'ListOffsets' | 'Metadata' | 'SaslAuthenticate';

const load = createRequire(__filename);

/** @see Connection */
export const Connection = load('kafkajs/src/network/connection') as new (
  settings: ConnectionSettings,
) => Connection;

/** Encodes what kafkajs' own requests cannot express. */
export const Encoder = load('kafkajs/src/protocol/encoder') as new () => Encoder;

/** The requests that are used, and the choice of their versions. */
export const { requests, lookup } = load('kafkajs/src/protocol/requests') as {
  readonly requests: Readonly<Record<RequestName, ProtocolDefinition>>;
  /** Selects the newest version that both sides support. @throws if there is none */
  readonly lookup: (
    versions: BrokerVersions,
  ) => (apiKey: number, definition: ProtocolDefinition) => (options: object) => ProtocolCall;
};

/** The API key of each request. */
export const apiKeys = load('kafkajs/src/protocol/requests/apiKeys') as Readonly<Record<RequestName, number>>;

/** Creates an error from a protocol error code; `type` is the protocol's name for it. */
export const { createErrorFromCode } = load('kafkajs/src/protocol/error') as {
  readonly createErrorFromCode: (code: number) => Error & { readonly type: string };
};

/** Logs nothing: kafkajs also throws whatever it logs. */
export const silent: Logger = {
  namespace: () => silent,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * Stops idle queues from re-arming their timer every millisecond: 5 % of a core, and each time a warning on Node 24.
 */
function quietIdleQueues(): void {
  const queue = load('kafkajs/src/network/requestQueue') as { readonly prototype: RequestQueuePrototype };
  const { scheduleCheckPendingRequests } = queue.prototype;
  queue.prototype.scheduleCheckPendingRequests = function (): void {
    if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
  };
}

quietIdleQueues();
