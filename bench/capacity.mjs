/**
 * Computes the tables and charts of `docs/capacity.md`, between their marks, from the newest results of the bench.
 *
 *     node bench/capacity.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { about, table } from './capacity/markdown.mjs';
import { checks, measured } from './capacity/measured.mjs';
import { planFor } from './capacity/plan.mjs';
import { awayCurve, simulateRolls } from './capacity/rolls.mjs';
import { grouped } from './charts/grouped.mjs';
import { lineChart } from './charts/line-chart.mjs';
import { colours } from './charts/svg.mjs';

const page = fileURLToPath(new URL('../docs/capacity.md', import.meta.url));
const chart = (file) => new URL(`../docs/charts/${file}`, import.meta.url);
const marked = /(<!-- capacity: ([\w-]+) -->)[^]*?(<!-- end -->)/g;
const readers = [10_000, 100_000, 1_000_000];
const rates = [1, 20, 100];
/** Of the roll that is drawn. */
const shownMs = 180_000;

const figures = measured();
const plans = rates.flatMap((rate) => readers.map((count) => planFor(figures, count, rate)));
const rolls = simulateRolls(
  plans.filter(({ eventsPerSecond }) => eventsPerSecond === 20),
  figures,
);
const seconds = (ms) => about(ms / 1000);

const tables = {
  figures: () =>
    table(
      [
        ['what', ({ what }) => what],
        ['', ({ value }) => about(value, 3)],
        ['unit', ({ unit }) => unit],
        ['from `bench/results/`', ({ source }) => source],
      ],
      Object.values(figures),
    ),
  plan: () =>
    table(
      [
        ['readers', (row) => row.readers],
        ['events/s to each', (row) => row.eventsPerSecond],
        ['replicas', (row) => row.replicas],
        ['bound by', (row) => row.bound],
        ['readers each', (row) => Math.round(row.each)],
        ['cores each', (row) => about(row.cores)],
        ['MB each', (row) => about(row.memoryMB)],
        ['Mbit/s out, each', (row) => about(row.networkMbit)],
        ['Gbit/s out, all', (row) => about(row.allNetworkGbit)],
        ['compressed', (row) => about(row.compressedNetworkGbit)],
        ['fetches/s, all', (row) => about(row.fetchesPerSecond)],
        ['kB/s from Kafka, all', (row) => about(row.kafkaKBPerSecond)],
        ['gathered for, ms', (row) => about(row.gatheredMs)],
      ],
      plans,
    ),
  rolls: () =>
    table(
      [
        ['readers', (row) => row.clients],
        ['replicas restarted', (row) => `${row.restarted} of ${row.replicas}`],
        ['balancer', (row) => row.balancer],
        ['settings', (row) => row.settings],
        ['`drain_ms`', (row) => row.drainMs],
        ['reconnects', (row) => row.reconnects],
        ['peak at one replica, 1/s', (row) => row.peakPerSecond],
        ['away p50, s', (row) => seconds(row.outageP50Ms)],
        ['away p99, s', (row) => seconds(row.outageP99Ms)],
        ['away longest, s', (row) => seconds(row.longestOutageMs)],
        [
          'all live after the last drain, s',
          (row) => (row.maxConnectionMs > 0 ? '' : seconds(row.liveAfterDrainMs)),
        ],
        ['most / mean', (row) => about(row.mostToMean, 3)],
        ['least / mean', (row) => about(row.leastToMean)],
      ],
      rolls,
    ),
  check: () =>
    table(
      [
        ['`drain_ms`', (row) => row.drainMs],
        ['`retry_ms`', (row) => row.retryMs],
        ['clients moved', (row) => row.moved],
        ['live per second, before', (row) => row.acceptPerSecond],
        ['all live after s, measured', ({ measured: { allLiveMs } }) => seconds(allLiveMs)],
        ['simulated', ({ simulated: { allLiveMs } }) => seconds(allLiveMs)],
        ['away p50 s, measured', ({ measured: { outageP50Ms } }) => seconds(outageP50Ms)],
        ['simulated', ({ simulated: { outageP50Ms } }) => seconds(outageP50Ms)],
        ['peak 1/s, measured', ({ measured: { peakPerSecond } }) => peakPerSecond],
        ['simulated', ({ simulated: { peakPerSecond } }) => peakPerSecond],
        ['missing', (row) => row.missing],
        ['repeated', (row) => row.repeated],
      ],
      checks(),
    ),
};

function drawRoll() {
  const shown = rolls.filter(({ clients }) => clients === readers[0]);
  const names = shown.map(({ settings, balancer }) => `${settings}, ${balancer}`);
  ['nest', 'kafka', 'memory', 'consumers'].forEach((colour, n) => (colours[names[n]] = colour));
  const [{ replicas, clients }] = shown;
  return lineChart({
    title: `A rolling restart of ${replicas} replicas with ${grouped(clients)} clients, simulated`,
    x: { label: 'seconds since the first was told to stop' },
    y: { label: 'clients that are away' },
    series: shown.map((roll, n) => ({
      subject: names[n],
      isCurve: true,
      points: awayCurve(roll, shownMs),
    })),
  });
}

function drawCheck() {
  const series = checks().flatMap(({ drainMs, measured: real, simulated: model }, n) =>
    [
      ['measured', real, ['kafka', 'nest'][n]],
      ['simulated', model, ['memory', 'consumers'][n]],
    ].map(([name, { liveAfterMs }, colour]) => {
      const subject = `${name}, drain_ms ${drainMs}`;
      colours[subject] = colour;
      return { subject, isCurve: true, points: liveAfterMs.map(([ms, count]) => [ms / 1000, count]) };
    }),
  );
  return lineChart({
    title: 'One of two instances is drained: its clients come to the other',
    x: { label: 'seconds since it was told to stop' },
    y: { label: 'clients that are live again' },
    series,
  });
}

writeFileSync(chart('rolling-restart.svg'), drawRoll());
writeFileSync(chart('rolling-restart-check.svg'), drawCheck());
const text = readFileSync(page, 'utf8').replace(
  marked,
  (_, begin, name, end) => `${begin}\n\n${tables[name]()}\n\n${end}`,
);
writeFileSync(page, await format(text, { ...(await resolveConfig(page)), filepath: page }));
