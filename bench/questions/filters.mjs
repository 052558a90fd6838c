import { against, rounded } from '../figures.mjs';
import { startLoad } from '../load/start-load.mjs';
import { startChild } from '../processes/child.mjs';
import { startTarget } from '../start-target.mjs';
import { setTimeout as pause } from 'node:timers/promises';

export const name = 'filters';
export const question = 'What does a filter cost, by readers and by filters?';

const wikis = 1000;
const eventsPerSecond = 200;
const fourHoursMs = 4 * 3_600_000;
const asked = [
  ['no filter', 1, undefined],
  ['one filter', 1, 'wiki == "wiki7"'],
  ['no filter', 1000, undefined],
  ['one filter', 1000, 'wiki == "wiki7"'],
  ['1 000 filters by index', 1000, 'wiki == "wiki{n}"'],
  ['1 000 filters that are all evaluated', 1000, 'wiki.endsWith("i{n}")'],
];

export async function run(bench) {
  const rows = [];
  for (const [filters, readers, filter] of asked) rows.push(await live(bench, filters, readers, filter));
  return [...judged(rows), ...(await past(bench))];
}

function pathOf({ path }, filter, since) {
  const query = [
    ...(since === undefined ? [] : [`since=${since}`]),
    // The number of the reader is filled in by the load.
    ...(filter === undefined ? [] : [`filter=${encodeURIComponent(filter).replace('%7Bn%7D', '{n}')}`]),
  ];
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

async function live(bench, filters, readers, filter) {
  const target = await startTarget(bench, 'memory', { env: { BENCH_WIKIS: String(wikis) } });
  const load = await startLoad({ ...target.stream, path: pathOf(target.stream, filter) });
  try {
    const connected = await load.open(readers, 60_000);
    await target.feed(eventsPerSecond);
    await pause(2000);
    await Promise.all([target.ask('begin', {}), load.begin()]);
    await pause(bench.isQuick ? 5000 : 15_000);
    const [cost, got] = await Promise.all([target.ask('cost'), load.measure()]);
    return bench.say({
      phase: 'live',
      filters,
      readers,
      connected,
      eventsPerSecond,
      cpuShare: rounded(cost.cpuMs / cost.wallMs),
      p99Ms: rounded(got.p99Ms),
      rssMiB: Math.round(cost.rss / 2 ** 20),
    });
  } finally {
    await load.close();
    await target.end();
  }
}

/** 1 000 different filters beside one reader who gets everything. */
function judged(rows) {
  const [all] = rows;
  return rows.map((row) =>
    row.filters === '1 000 filters by index'
      ? against(row, '≤ 2 × one reader of everything', row.cpuShare <= 2 * all.cpuShare)
      : row,
  );
}

async function past(bench) {
  const count = bench.isQuick ? 50_000 : 200_000;
  const env = { BENCH_HISTORY: String(count), BENCH_WIKIS: String(wikis) };
  const target = await startTarget(bench, 'memory', { env });
  const client = await startChild('load/replay.mjs');
  const since = Date.now() - fourHoursMs;
  const read = (filter, last) =>
    client.ask('readUpTo', {
      port: target.stream.port,
      path: pathOf(target.stream, filter, since),
      last,
    });
  const row = async (filters, readers, filterOf, lastOf) => {
    await target.ask('begin', {});
    const got = await Promise.all(Array.from({ length: readers }, (_, n) => read(filterOf(n), lastOf(n))));
    const { cpuMs } = await target.ask('cost');
    const longestMs = Math.max(...got.map(({ ms }) => ms));
    return bench.say({
      phase: 'past',
      filters,
      readers,
      delivered: got.reduce((total, each) => total + each.count, 0),
      readPerSecond: Math.round((readers * count * 1000) / longestMs),
      cpuMicrosPerEventRead: rounded((cpuMs * 1000) / (readers * count)),
    });
  };
  const oneWiki = (n) => `wiki == "wiki${n}"`;
  const lastOfWiki = (n) => count - wikis + n;
  try {
    await row(
      'no filter',
      1,
      () => undefined,
      () => count - 1,
    );
    return [
      await row(
        'no filter',
        1,
        () => undefined,
        () => count - 1,
      ),
      await row('one of 1 000 wikis', 1, oneWiki, lastOfWiki),
      await row(
        'everything, evaluated',
        1,
        () => 'wiki.startsWith("wiki")',
        () => count - 1,
      ),
      await row('100 filters, one wiki each', 100, oneWiki, lastOfWiki),
    ];
  } finally {
    await client.kill();
    await target.end();
  }
}
