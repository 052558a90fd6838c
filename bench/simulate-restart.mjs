/**
 * Holds the simulation of a restart against the real thing: two instances on one Kafka, the clients of one of them
 * moved by its drain.
 *
 *     node bench/simulate-restart.mjs
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { quantile, rounded } from './figures.mjs';
import { startBenchKafka } from './kafka.mjs';
import { describeMachine } from './machine.mjs';
import { startChild } from './processes/child.mjs';
import { keepResult } from './results.mjs';
import { simulateRestart } from './simulate-restart/model.mjs';

const require = createRequire(import.meta.url);
require('./register-typescript.cjs');
const { BuiltService } = require('../test/support/built-service.ts');
const { ServiceProcess } = require('../test/support/service-process.ts');

const clients = 2000;
const eventsPerSecond = 20;
const settleMs = 3000;
const pointsOfCurve = 40;
/** By default, and in so little time that the clients queue up. */
const scenarios = [
  { drainMs: 10_000, retryMs: 3000 },
  { drainMs: 1000, retryMs: 1000 },
];

const startedAt = new Date();
const machine = describeMachine();
const kafka = await startBenchKafka();
const built = BuiltService.build();
const folder = mkdtempSync(join(tmpdir(), 'eventstreams-bench-'));
const rows = [];
try {
  for (const scenario of scenarios) rows.push(await measure(scenario));
} finally {
  await kafka.stop();
  built.remove();
  rmSync(folder, { recursive: true });
}
const seconds = Math.round((Date.now() - startedAt) / 1000);
const result = {
  question: 'rolling-restart',
  startedAt: startedAt.toISOString(),
  seconds,
  isQuick: false,
  machine,
  rows,
};
console.log(JSON.stringify(rows, (key, value) => (key === 'liveAfterMs' ? undefined : value), 2));
console.log(`${keepResult(result)}, ${seconds} s`);
process.exit();

async function measure({ drainMs, retryMs }) {
  const topic = await kafka.createTopic();
  const [first, second] = [
    await instance(topic, { drain_ms: drainMs, retry_ms: retryMs }),
    await instance(topic, {}),
  ];
  const load = await startChild('simulate-restart/clients.mjs');
  const rest = kafka.feed(topic, eventsPerSecond);
  try {
    const ports = [first, second].map(({ url }) => Number(new URL(url).port));
    await load.ask('open', { ports, path: '/v2/stream/bench', count: clients });
    await load.ask('begin');
    await pause(settleMs);
    const { perEvent } = await load.ask('bytes');
    // What it makes live a second, with all that goes on beside.
    await load.ask('cut', { port: ports[1] });
    await pause(settleMs);
    const { perSecond: acceptPerSecond } = await load.ask('rush', { port: ports[1] });
    await pause(settleMs);
    await load.ask('begin');
    const stopped = first.signal('SIGTERM');
    const moved = await load.ask('moved', { count: clients / 2 });
    await stopped;
    const { missing, repeated } = moved;
    return {
      subject: 'service, Kafka',
      clients,
      moved: clients / 2,
      drainMs,
      retryMs,
      acceptPerSecond: rounded(acceptPerSecond),
      bootMs: Math.round((first.bootMs + second.bootMs) / 2),
      bytesPerEvent: Math.round(perEvent),
      missing,
      repeated,
      measured: figuresOf(moved),
      simulated: simulated({ drainMs, retryMs, acceptPerSecond }),
    };
  } finally {
    rest();
    await load.kill();
    await Promise.all([first, second].map((one) => one.signal('SIGKILL')));
  }
}

async function instance(topic, settings) {
  const catalogue = join(folder, `${topic}.json`);
  writeFileSync(catalogue, JSON.stringify({ bench: { topics: [topic] } }));
  const start = performance.now();
  const service = await ServiceProcess.start(built.main, {
    stream_config_uri: catalogue,
    log_level: 'info',
    kafka: { conf: { 'metadata.broker.list': kafka.broker } },
    ...settings,
  });
  while ((await fetch(`${service.url}/health/ready`)).status !== 200) await pause(20);
  return {
    url: service.url,
    bootMs: performance.now() - start,
    signal: (name) => service.signal(name),
  };
}

/** The first of two is drained, and stays away. */
function simulated(settings) {
  const { liveAt, peakPerSecond, outageP50Ms, outageP99Ms, lastLiveMs } = simulateRestart({
    replicas: 2,
    clients,
    balancer: 'random',
    bootMs: 1e9,
    pauseMs: 0,
    restarted: 1,
    ...settings,
  });
  return {
    peakPerSecond,
    outageP50Ms: Math.round(outageP50Ms),
    outageP99Ms: Math.round(outageP99Ms),
    allLiveMs: Math.round(lastLiveMs),
    liveAfterMs: curve(liveAt),
  };
}

function figuresOf({ live, asked, outages }) {
  const bySecond = new Map();
  for (const ms of asked) {
    const second = Math.floor(ms / 1000);
    bySecond.set(second, (bySecond.get(second) ?? 0) + 1);
  }
  return {
    peakPerSecond: Math.max(...bySecond.values()),
    outageP50Ms: Math.round(quantile(outages, 0.5)),
    outageP99Ms: Math.round(quantile(outages, 0.99)),
    allLiveMs: Math.round(Math.max(...live)),
    liveAfterMs: curve(live),
  };
}

/** [milliseconds, clients live again by then]. */
function curve(live) {
  const sorted = [...live].sort((a, b) => a - b);
  return Array.from({ length: pointsOfCurve }, (_, n) => {
    const count = Math.round(((n + 1) * sorted.length) / pointsOfCurve);
    return [Math.round(sorted[count - 1]), count];
  });
}
