/**
 * Live fan-out: the product on its log in memory and on real Kafka, beside plain Node writing shared buffers, in one run.
 * Every target is a process of its own, and so is the load; the figures are ratios of one machine at one time.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { atRate, eventText } from './event.mjs';

const require = createRequire(import.meta.url);
const readers = Number(process.env.BENCH_READERS ?? 500);
const rates = (process.env.BENCH_RATES ?? '100,400,1000,2000').split(',').map(Number);
const seconds = Number(process.env.BENCH_SECONDS ?? 8);

async function answer(child, kind) {
  for (;;) {
    const [message] = await once(child, 'message');
    if (message.kind === kind) return message;
  }
}

async function measure(name, file, env, feed) {
  const target = fork(new URL(file, import.meta.url), { env: { ...process.env, ...env } });
  const { port, path } = await answer(target, 'ready');
  const rows = [];
  for (const rate of rates) {
    const load = fork(new URL('load.mjs', import.meta.url));
    load.send({ kind: 'open', port, path, readers });
    await answer(load, 'open');
    target.send({ kind: 'start', rate });
    const stop = feed?.(rate);
    await pause(2000);
    target.send({ kind: 'mark' });
    load.send({ kind: 'mark' });
    await pause(seconds * 1000);
    target.send({ kind: 'measure' });
    const cost = await answer(target, 'cost');
    load.send({ kind: 'measure' });
    const got = await answer(load, 'load');
    target.send({ kind: 'stop' });
    stop?.();
    load.send({ kind: 'close' });
    const delivered = got.eventsPerReader * readers;
    rows.push({
      target: name,
      rate,
      readers,
      deliveredPerSecond: Math.round((delivered * 1000) / cost.wallMs),
      cpuShare: Number((cost.cpuMs / cost.wallMs).toFixed(3)),
      cpuMicrosPerEvent: Number(((cost.cpuMs * 1000) / delivered).toFixed(3)),
      p50Ms: got.p50,
      p99Ms: got.p99,
      rssMiB: Math.round(cost.rss / 2 ** 20),
    });
    console.log(rows.at(-1));
    await pause(500);
  }
  target.kill();
  return rows;
}

async function onKafka() {
  require('./register-typescript.cjs');
  const { startKafka } = require('../test/support/kafka-broker.ts');
  const { Kafka, logLevel } = require('kafkajs');
  const broker = await startKafka({ own: true });
  const kafka = new Kafka({ brokers: [...broker.brokers], logLevel: logLevel.NOTHING });
  const [admin, producer] = [kafka.admin(), kafka.producer()];
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'bench', numPartitions: 1 }] });
  await producer.connect();
  const feed = (rate) =>
    atRate(rate, (first, count) => {
      const messages = Array.from({ length: count }, (_, n) => ({ value: eventText(first + n) }));
      void producer.send({ topic: 'bench', messages, acks: 1 });
    });
  const rows = await measure(
    'service on Kafka',
    'targets/service.mjs',
    { BENCH_KAFKA: broker.brokers[0] },
    feed,
  );
  await producer.disconnect();
  await admin.disconnect();
  await broker.stop();
  return rows;
}

const rows = [
  ...(await measure('plain Node, shared buffers', 'targets/plain.mjs', {})),
  ...(await measure('service on the memory log', 'targets/service.mjs', {})),
  ...(await onKafka()),
];
const limit = new Map(rows.filter(({ target }) => target.startsWith('plain')).map((row) => [row.rate, row]));
for (const row of rows) {
  row.cpuToLimit = Number((row.cpuMicrosPerEvent / limit.get(row.rate).cpuMicrosPerEvent).toFixed(2));
}
console.table(rows);
const machine = {
  cpu: cpus()[0].model,
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
const file = new URL(`results/fan-out-${new Date().toISOString().slice(0, 10)}.json`, import.meta.url);
mkdirSync(new URL('results/', import.meta.url), { recursive: true });
writeFileSync(file, `${JSON.stringify({ machine, seconds, rows }, null, 2)}\n`);
process.exit();
