import { newestResult } from '../results.mjs';

const subject = 'service, Kafka';
/** Batches a second that a reader is written at most, with the default `batch_ms`. */
const writesPerSecond = 50;

/** @returns the rows of the newest answer to a question, on Kafka, and where they stand */
function answerTo(question) {
  const result = newestResult(question);
  if (!result) throw new Error(`There is no result for ${question}: run the bench first`);
  const rows = result.rows.filter((row) => row.subject === undefined || row.subject === subject);
  return { rows, source: `${result.startedAt.slice(0, 10)}-${question}.json` };
}

/** What the capacity is computed from: each figure with its unit, how it comes about, and the result it stands in. */
export function measured() {
  const many = answerTo('many-clients');
  const fanOut = answerTo('fan-out');
  const traffic = answerTo('kafka-traffic').rows.find(({ readers }) => readers > 1);
  const storm = answerTo('resume-storm');
  const roll = answerTo('rolling-restart');
  const compression = answerTo('compression');
  const [plain, compressed] = ['identity', 'gzip'].map((coding) =>
    compression.rows.find((row) => row.readers === 500 && row.coding === coding),
  );
  const idle = many.rows.filter(({ phase }) => phase === 'idle').at(-1);
  const carried = fanOut.rows.filter(({ carries }) => carries);
  const at = (rate) =>
    fanOut.rows.find(({ readers, eventsPerSecond }) => readers === 500 && eventsPerSecond === rate);
  const [few, most] = [at(100), at(2000)];
  const of = (value, unit, what, { source }) => ({ value, unit, what, source });
  return {
    readers: of(idle.readers, 'readers', 'most live readers of one process', many),
    connectionKB: of(idle.kBPerConnection, 'kB', 'RSS per connection', many),
    baseMB: of(
      idle.rssMiB * 1.048576 - (idle.kBPerConnection * idle.readers) / 1000,
      'MB',
      'RSS without readers',
      many,
    ),
    acceptPerSecond: of(
      Math.min(...storm.rows.map(({ clients, allLiveSeconds }) => clients / allLiveSeconds)),
      '1/s',
      'clients that resume at once and are live again, a second',
      storm,
    ),
    deliveredPerSecond: of(
      Math.max(...carried.map((row) => row.deliveredPerSecond)),
      '1/s',
      'most events delivered a second by one process',
      fanOut,
    ),
    writeMicros: of(
      (few.cpuShare * 1e6) / (few.readers * writesPerSecond),
      'µs',
      'CPU of a batch to one reader: all CPU at 500 readers and 100 events/s, by 50 batches a second to each',
      fanOut,
    ),
    eventMicros: of(
      ((most.cpuShare - few.cpuShare) * 1e6) / (most.deliveredPerSecond - few.deliveredPerSecond),
      'µs',
      'CPU of one event more in a batch: from 100 to 2 000 events/s',
      fanOut,
    ),
    kafkaBytes: of(
      (traffic.kBPerSecond * 1000) / traffic.eventsPerSecond,
      'B',
      'read from Kafka for an event',
      answerTo('kafka-traffic'),
    ),
    fetchesPerEvent: of(
      traffic.fetchesPerSecond / traffic.eventsPerSecond,
      '',
      'fetches for an event',
      answerTo('kafka-traffic'),
    ),
    eventBytes: of(roll.rows[0].bytesPerEvent, 'B', 'written to a reader for an event, as SSE', roll),
    compressedEventBytes: of(
      (roll.rows[0].bytesPerEvent * compressed.bytesPerEvent) / plain.bytesPerEvent,
      'B',
      'the same if it is compressed as the sample is',
      compression,
    ),
    bootMs: of(
      Math.max(...roll.rows.map(({ bootMs }) => bootMs)),
      'ms',
      'from the start of a process until it is ready',
      roll,
    ),
  };
}

/** The measured and simulated drains of two instances. */
export function checks() {
  return answerTo('rolling-restart').rows;
}
