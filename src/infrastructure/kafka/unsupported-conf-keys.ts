/** A librdkafka setting that would change the behaviour, but has no effect here. */
interface Unhonoured {
  /** Values that match the actual behaviour. */
  readonly agreeing: readonly string[];
  /** The actual behaviour. */
  readonly instead: string;
}

const unhonoured: Readonly<Record<string, Unhonoured>> = {
  'client.rack': {
    agreeing: [''],
    instead:
      'records are fetched from the leader of each partition, also in another zone, which may cost money',
  },
  'check.crcs': {
    agreeing: ['false'],
    instead: 'checksums are looked at only where a batch cannot be unpacked',
  },
  'isolation.level': { agreeing: ['read_committed'], instead: 'only committed records are read' },
  'allow.auto.create.topics': { agreeing: ['false'], instead: 'a topic is never created by reading it' },
  'receive.message.max.bytes': {
    agreeing: ['100000000'],
    instead: 'what a broker answers is bounded by fetch.max.bytes and by its largest batch',
  },
  'fetch.min.bytes': { agreeing: ['1'], instead: 'a broker answers as soon as one record is there' },
  'topic.blacklist': { agreeing: [''], instead: 'all topics of the stream catalogue are read' },
  'broker.address.family': { agreeing: ['any'], instead: 'brokers are reached over IPv4 and IPv6' },
  'connections.max.idle.ms': { agreeing: ['0'], instead: 'connections stay open while they are idle' },
  'plugin.library.paths': { agreeing: [''], instead: 'plugins, and their interceptors, are not loaded' },
  'ssl.crl.location': { agreeing: [''], instead: 'revoked certificates are accepted' },
  'ssl.keystore.location': {
    agreeing: [''],
    instead: "the service's certificate is that of ssl.certificate.location and ssl.key.location",
  },
};

/**
 * Returns the actual behaviour for a setting that has no effect although it matters to a reader: it costs money,
 * protects something, or changes what is read.
 * @returns `undefined` for other settings, and for values that match the actual behaviour
 */
export function whyUnhonoured(key: string, value: unknown): string | undefined {
  const setting = Object.hasOwn(unhonoured, key) ? unhonoured[key] : undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
  return setting === undefined || setting.agreeing.includes(text.trim().toLowerCase())
    ? undefined
    : setting.instead;
}

/** Whether a key is one of these settings, whatever its value. */
export function isUnhonoured(key: string): boolean {
  return Object.hasOwn(unhonoured, key);
}
