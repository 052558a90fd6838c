import { grouped } from './grouped.mjs';

/** [key of a row, heading with its unit]: what the tables show, by question. */
const columns = {
  'fan-out': [
    ['subject', ''],
    ['readers', 'readers'],
    ['eventsPerSecond', 'events/s'],
    ['deliveredPerSecond', 'delivered/s'],
    ['cpuShare', 'CPU, cores'],
    ['cpuMicrosPerEvent', 'CPU µs per delivered event'],
    ['toPlain', '× plain'],
    ['consumerToThis', 'one consumer per client costs × this'],
    ['p50Ms', 'p50 ms'],
    ['p99Ms', 'p99 ms'],
    ['carries', 'carries it'],
  ],
  latency: [
    ['subject', ''],
    ['readers', 'readers'],
    ['eventsPerSecond', 'events/s'],
    ['p50Ms', 'p50 ms'],
    ['p99Ms', 'p99 ms'],
    ['cpuShare', 'CPU, cores'],
  ],
  'many-clients idle': [
    ['subject', ''],
    ['readers', 'connections'],
    ['acceptSeconds', 'accepted in s'],
    ['cpuMicrosPerAccept', 'CPU µs per accept'],
    ['rssMiB', 'RSS MiB'],
    ['kBPerConnection', 'kB per connection'],
    ['userKBPerConnection', 'of it heap and buffers'],
  ],
  'many-clients live': [
    ['subject', ''],
    ['readers', 'connections'],
    ['eventsPerSecond', 'events/s each'],
    ['deliveredPerSecond', 'delivered/s'],
    ['cpuShare', 'CPU, cores'],
    ['p50Ms', 'p50 ms'],
    ['p99Ms', 'p99 ms'],
    ['loopDelayP99Ms', 'event loop late, p99 ms'],
    ['newClientP50Ms', 'new client, p50 ms'],
    ['newClientP99Ms', 'new client, p99 ms'],
  ],
  replay: [
    ['subject', ''],
    ['what', ''],
    ['eventsPerSecond', 'events/s'],
    ['cpuMicrosPerEvent', 'CPU µs per event'],
    ['p50Ms', 'p50 ms'],
    ['p99Ms', 'p99 ms'],
    ['missing', 'missing'],
    ['repeated', 'repeated'],
  ],
  'resume-storm': [
    ['subject', ''],
    ['clients', 'clients'],
    ['awaySeconds', 'away s'],
    ['allLiveSeconds', 'all live after s'],
    ['firstByteP50Ms', 'first byte, p50 ms'],
    ['firstByteP99Ms', 'first byte, p99 ms'],
    ['replayFetches', 'fetches of the past'],
    ['fetches', 'fetches of the tail'],
    ['missing', 'missing'],
    ['repeated', 'repeated'],
  ],
  backpressure: [
    ['subject', ''],
    ['reading', 'reading'],
    ['neverReading', 'never reading'],
    ['p99Ms', 'p99 ms of those that read'],
    ['userMiB', 'heap and buffers MiB'],
    ['userKBEach', 'kB more for each'],
    ['rssKBEach', 'RSS kB more for each'],
    ['caughtUpSeconds', 'caught up in s'],
    ['missing', 'missing'],
    ['repeated', 'repeated'],
  ],
  'kafka-traffic': [
    ['subject', ''],
    ['readers', 'readers'],
    ['eventsPerSecond', 'events/s produced'],
    ['fetchesPerSecond', 'fetches/s'],
    ['kBPerSecond', 'kB/s'],
    ['recordsPerSecond', 'records/s'],
  ],
  exactness: [
    ['subject', ''],
    ['readers', 'readers'],
    ['produced', 'produced'],
    ['reconnects', 'connections lost'],
    ['expected', 'expected'],
    ['delivered', 'delivered'],
    ['missing', 'missing'],
    ['repeated', 'repeated'],
  ],
};

const verdict = [
  ['target', 'target'],
  ['met', 'met'],
];

/**
 * A table of Markdown.
 *
 * @param {string} name a question, or one with a phase of it
 */
export function tableOf(name, rows) {
  const [, phase] = name.split(' ');
  const shown = phase === undefined ? rows : rows.filter((row) => row.phase === phase);
  const used = [...columns[name], ...verdict].filter(([key]) => shown.some((row) => row[key] !== undefined));
  const lines = [
    used.map(([, heading]) => heading),
    used.map(([key]) =>
      typeof shown.find((row) => row[key] !== undefined)[key] === 'number' ? '--:' : '---',
    ),
    ...shown.map((row) => used.map(([key]) => cell(row[key]))),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cell(value) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : '**no**';
  return typeof value === 'number' ? grouped(value) : value;
}
