/**
 * The product, as compiled: on its log in memory, fed in this process and holding BENCH_HISTORY events from the start,
 * or on Kafka (BENCH_KAFKA), fed from outside. With BENCH_WIKIS its own events are of so many wikis in turn;
 * with BENCH_SAMPLE they are the sample's recent changes, which compress as events of real streams do.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { atRate, eventText, nowMicros } from '../event.mjs';
import { historyTimestamp } from '../history.mjs';
import { answerAsTarget } from './answer-as-target.mjs';
import { watchTraffic } from './watch-traffic.mjs';

const { BENCH_DIST = 'dist', BENCH_HISTORY = 0, BENCH_KAFKA, BENCH_PORT = 0 } = process.env;
const { BENCH_SETTINGS, BENCH_SAMPLE, BENCH_WIKIS } = process.env;
const topic = process.env.BENCH_TOPIC ?? 'bench';
const require = createRequire(import.meta.url);
const compiled = (file) => require(resolve(BENCH_DIST, file));
const { createApp } = compiled('composition/create-app.js');
const { parseSettings } = compiled('infrastructure/config/load-settings.js');
const { createLogger } = compiled('infrastructure/logging/create-logger.js');
const { MemoryLog } = compiled('infrastructure/memory/memory-log.js');
const { MemoryEventSource } = compiled('infrastructure/memory/memory-event-source.js');
const { MemoryOffsetResolver } = compiled('infrastructure/memory/memory-offset-resolver.js');
const { KafkaEventSource } = compiled('infrastructure/kafka/kafka-event-source.js');

function settingsOf(directory) {
  const catalogue = join(directory, 'streams.json');
  writeFileSync(catalogue, JSON.stringify({ bench: { topics: [topic] } }));
  return parseSettings({
    port: Number(BENCH_PORT),
    interface: '127.0.0.1',
    stream_config_uri: catalogue,
    log_level: 'error',
    ...JSON.parse(BENCH_SETTINGS ?? '{}'),
    ...(BENCH_KAFKA && { kafka: { conf: { 'metadata.broker.list': BENCH_KAFKA } } }),
  }).settings;
}

/** Recent changes that are made in advance: making them costs as much as serving them. */
function* recentChanges(count) {
  const { SampleTimeline } = compiled('infrastructure/memory/sample/sample-timeline.js');
  const settings = { seed: 1, startsAt: Date.now(), eventsPerSecond: 20, canaryIntervalMs: 2 ** 31 };
  const timeline = new SampleTimeline(settings);
  for (let n = 0; n < count;) {
    for (const { stream, body } of timeline.next().events) {
      if (stream !== 'mediawiki.recentchange') continue;
      n += 1;
      yield JSON.stringify(body);
    }
  }
}

const changes = BENCH_SAMPLE ? [...recentChanges(5000)] : [];

function event(n) {
  if (BENCH_SAMPLE) return `{"made":"${n}@${nowMicros()}",${changes[n % changes.length].slice(1)}`;
  return eventText(n, BENCH_WIKIS && { wiki: `wiki${n % Number(BENCH_WIKIS)}` });
}

function filledLog() {
  const log = new MemoryLog({ retentionBytes: 2 ** 30 });
  log.createTopic(topic, 1);
  for (let n = 0; n < Number(BENCH_HISTORY); n += 1) {
    log.append(topic, 0, { timestamp: historyTimestamp(n), value: event(n) });
  }
  return log;
}

function memoryParts(log) {
  return {
    source: new MemoryEventSource(log),
    offsets: new MemoryOffsetResolver(log),
    dependency: { name: 'memory-log', check: () => ({ up: true }) },
    onApplicationShutdown: () => undefined,
  };
}

const log = BENCH_KAFKA ? undefined : filledLog();
const traffic = watchTraffic(BENCH_KAFKA ? KafkaEventSource : MemoryEventSource, BENCH_KAFKA);
const directory = mkdtempSync(join(tmpdir(), 'eventstreams-bench-'));
const settings = settingsOf(directory);
const app = await createApp(
  settings,
  createLogger({ level: 'error', name: 'bench' }),
  log && memoryParts(log),
);
rmSync(directory, { recursive: true });
await app.listen(settings.http.port, settings.http.host);

function start(rate) {
  return atRate(rate, (first, count) => {
    for (let n = first; n < first + count; n += 1) {
      log.append(topic, 0, { timestamp: Date.now(), value: event(n) });
    }
  });
}

const { port } = app.getHttpServer().address();
answerAsTarget({ port, path: '/v2/stream/bench', start, traffic: () => traffic(port) });
