/** Why Kafka did not respond, by what an operator can do about it. */
export type FailureKind =
  | 'authentication'
  | 'certificate'
  | 'closed'
  | 'handshake'
  | 'host'
  | 'protocol'
  | 'refused'
  | 'timeout'
  | 'unsupported';

const messages: Readonly<Record<FailureKind, string>> = {
  authentication: 'Cannot log in to Kafka: it does not accept the user name, password or mechanism (sasl.*)',
  certificate:
    'Cannot verify the Kafka broker: its certificate is for another host, or its authority is not trusted (ssl.*)',
  closed: 'Cannot keep a connection to Kafka: the broker closes it (does security.protocol match this port?)',
  handshake:
    'Cannot agree on TLS with the Kafka broker: it refuses the versions or ciphers of ssl.*, or requires a client certificate',
  host: 'Cannot find the Kafka brokers: the host name is not known',
  protocol: 'Cannot read from Kafka: the broker answers with an error',
  refused: 'Cannot connect to Kafka: the connection is refused',
  timeout: 'Cannot reach Kafka: no answer in time',
  unsupported: 'Cannot read from Kafka: the broker is older than 0.11',
};

/** A failure of the connection to Kafka. The message contains no host and no secret; `cause` is the original error. */
export class KafkaFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    options?: { readonly cause?: unknown },
  ) {
    super(messages[kind], options);
    this.name = 'KafkaFailure';
  }

  /** Whether only an operator can fix it, so that retrying soon is useless. */
  get needsOperator(): boolean {
    return this.kind === 'authentication' || this.kind === 'certificate' || this.kind === 'unsupported';
  }

  /** The reason alone: the message without its beginning ("Cannot …: "). */
  get reason(): string {
    return this.message.slice(this.message.indexOf(': ') + 2);
  }

  /** Converts an error of kafkajs, or of Node's sockets or TLS. */
  static of(error: unknown): KafkaFailure {
    return error instanceof KafkaFailure ? error : new KafkaFailure(kindOf(error), { cause: error });
  }
}

const kindsByCode: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'host',
  EAI_AGAIN: 'host',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  EPROTO: 'closed',
  CERT_HAS_EXPIRED: 'certificate',
  CERT_NOT_YET_VALID: 'certificate',
  CERT_SIGNATURE_FAILURE: 'certificate',
  CERT_UNTRUSTED: 'certificate',
  CERT_REVOKED: 'certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
  HOSTNAME_MISMATCH: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
};

function kindOf(error: unknown): FailureKind {
  const { name, code, type, message } = shapeOf(error);
  if (name === 'KafkaJSSASLAuthenticationError' || type === 'SASL_AUTHENTICATION_FAILED')
    return 'authentication';
  if (type === 'UNSUPPORTED_SASL_MECHANISM' || type === 'ILLEGAL_SASL_STATE') return 'authentication';
  const byCode = typeof code === 'string' ? kindsByCode[code] : undefined;
  if (byCode !== undefined) return byCode;
  if (typeof code === 'string' && code.startsWith('ERR_SSL'))
    return code.includes('_ALERT_') ? 'handshake' : 'closed';
  if (name === 'KafkaJSServerDoesNotSupportApiKey') return 'unsupported';
  if (name === 'KafkaJSConnectionError' && message.includes('timeout')) return 'timeout';
  if (name.startsWith('KafkaJSConnection')) return 'closed';
  return 'protocol';
}

interface ErrorShape {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly type?: unknown;
}

function shapeOf(error: unknown): ErrorShape {
  return error instanceof Error ? error : { name: '', message: String(error) };
}

/** Returns the vendor's short name of an error, for metrics: one of a bounded number, never a message. */
export function shortNameOf(error: unknown): string {
  const { type: own } = shapeOf(error);
  if (typeof own === 'string') return own;
  const failure = KafkaFailure.of(error);
  const { type, code } = shapeOf(failure.cause);
  if (typeof type === 'string') return type;
  return typeof code === 'string' ? code : failure.kind;
}
