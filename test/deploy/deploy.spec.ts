import Ajv from 'ajv';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../tooling/planted-project.js';
import { readExpression } from './expressions.js';
import { dashboardSchema, rulesSchema } from './schemas.js';
import type { Dashboard, Panel, Rules } from './schemas.js';
import type { ServedMetric } from './served-metrics.js';
import { seriesOf, servedMetrics } from './served-metrics.js';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const dashboard = JSON.parse(read('deploy/grafana/dashboard.json')) as Dashboard;
const rules = parse(read('deploy/prometheus/alerts.yaml')) as Rules;
const alerts = rules.groups.flatMap((group) => group.rules);
const page = read('docs/operating.md');
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

let served: ReadonlyMap<string, ServedMetric>;

beforeAll(async () => {
  served = await servedMetrics();
});

function errorsOf(schema: object, value: unknown): unknown {
  const ajv = new Ajv({ allErrors: true });
  ajv.validate(schema, value);
  return ajv.errors;
}

/** What an expression asks for that is not served. */
function unserved(text: string): readonly string[] {
  const series = seriesOf(served);
  const expression = readExpression(text);
  const known = new Set(expression.series.flatMap((name) => series.get(name) ?? []));
  return [
    ...expression.series.filter((name) => !series.has(name)),
    ...expression.labels.filter((label) => !known.has(label)),
  ];
}

describe('an expression', () => {
  it('is read for its series and labels', () => {
    expect(
      readExpression('sum by (a, b) (rate(x_total{c="y{",d!="$e"}[$__rate_interval])) / on (f) x > bool 1'),
    ).toEqual({ series: ['x_total', 'x'], labels: ['c', 'd', 'a', 'b', 'f'] });
    expect(readExpression('time() - min_over_time(x[5m]) and topk(3, histogram_quantile(0.9, y:z))')).toEqual(
      { series: ['x', 'y:z'], labels: [] },
    );
  });

  it('is found out that asks for what is not there', () => {
    expect(unserved('rate(eventstreams_events_total{stream="x"}[5m])')).toEqual([
      'eventstreams_events_total',
      'stream',
    ]);
    expect(unserved('sum by (topic) (eventstreams_ready)')).toEqual(['topic']);
  });
});

describe('the dashboard', () => {
  const panels = dashboard.panels.filter(({ type }) => type !== 'row');
  const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

  it('has the shape that Grafana imports, every panel on the data source that is chosen', () => {
    expect(errorsOf(dashboardSchema, dashboard)).toBeNull();
    expect(dashboard.templating.list.map(({ type }) => type)).toContain('datasource');
  });

  it('has panels of ids of their own that do not overlap', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const cells = dashboard.panels.flatMap(cellsOf);
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('asks for what is served only', () => {
    expect(expressions.flatMap(unserved)).toEqual([]);
  });

  it('shows every metric of the service', () => {
    const shown = new Set(expressions.flatMap((text) => readExpression(text).series));
    const ours = [...served.keys()].filter((name) => name.startsWith('eventstreams_'));
    expect(ours.filter((name) => ![name, `${name}_count`].some((series) => shown.has(series)))).toEqual([]);
  });
});

describe('the alert rules', () => {
  it('have the shape that Prometheus reads', () => {
    expect(errorsOf(rulesSchema, rules)).toBeNull();
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  });

  (hasPromtool ? it : it.skip).each([
    ['check', 'alerts.yaml'],
    ['test', 'alerts.test.yaml'],
  ])('are what promtool takes: promtool %s rules %s', (command, file) => {
    const { status, stdout } = spawnSync('promtool', [command, 'rules', file], {
      cwd: join(projectRoot, 'deploy/prometheus'),
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it('ask for what is served only', () => {
    expect(alerts.flatMap(({ expr }) => unserved(expr))).toEqual([]);
  });

  it.each(alerts.map(({ alert, annotations }) => [alert, annotations.runbook_url]))(
    'have a section of the runbook for %s',
    (alert, link) => {
      expect(link).toBe(`docs/operating.md#${alert.toLowerCase()}`);
      expect(page).toMatch(new RegExp(`^### ${alert}\\n\\n\\S`, 'm'));
    },
  );

  it('are all that the runbook has sections for', () => {
    const sections = Array.from(page.matchAll(/^### (EventStreams\w+)$/gm), ([, alert]) => alert);
    expect(sections).toEqual(alerts.map(({ alert }) => alert));
  });
});

describe('the table of metrics in docs/operating.md', () => {
  it('has each that is served beside those of Node, with its type and labels', () => {
    const rows = page.matchAll(/^\| `(eventstreams_\w+)` *\| (\w+) *\| ([^|]*)\|/gm);
    const told = Array.from(rows, ([, name, type, labels = '']) => [name, type, labels.match(/\w+/g) ?? []]);
    const ours = [...served].filter(([name]) => name.startsWith('eventstreams_'));
    const given = ours.map(([name, { type, labels }]) => [name, type, [...labels]]);
    expect(told.sort(byName)).toEqual(given.sort(byName));
  });

  it('names them as Prometheus asks: counters end in _total, units are base units', () => {
    for (const [name, { type }] of served) {
      if (!name.startsWith('eventstreams_')) continue;
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      expect(name).not.toMatch(/_(ms|milliseconds|kb|mb)(_|$)/);
    }
  });
});

function cellsOf({ gridPos: { x, y, w, h } }: Panel): readonly string[] {
  return Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`);
}

function byName([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return String(a) < String(b) ? -1 : 1;
}
