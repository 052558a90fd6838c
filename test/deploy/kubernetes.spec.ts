import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseStreamConfig } from '../../src/infrastructure/catalog/parse-stream-config.js';
import { parseSettings } from '../../src/infrastructure/config/load-settings.js';
import type { Settings } from '../../src/infrastructure/config/settings.js';
import { ask } from '../support/answer.js';
import { freePort } from '../support/free-port.js';
import { describeKustomize, render } from '../support/kustomize.js';
import { describePython, pythonStartTimeoutMs } from '../support/python.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { projectRoot } from '../tooling/planted-project.js';
import { DeployChecks } from './deploy-checks.js';
import { readStages, valuesOf } from './dockerfile.js';
import type { AutoscalerSpec, NetworkPolicySpec, ServiceSpec } from './kubernetes-resources.js';
import { Rendered } from './kubernetes-resources.js';
import { servedMetrics } from './served-metrics.js';

/** The oldest that has all that is used, and the newest whose schemas are known. */
const versions = ['1.30', '1.37'];
const folders = ['deploy/kubernetes/base', 'deploy/kubernetes/overlays/example'];
const mebibyte = 1024 * 1024;
/** What Node needs beside heap, windows and catching up: code, sockets, stacks. */
const restBytes = 128 * mebibyte;
/** What the last bytes of a drain, and what else is open, may take. */
const afterDrainMs = 2000;
const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

describeKustomize('deploy/kubernetes', () => {
  describe.each(folders)('%s', (folder) => {
    let rendered: Rendered;
    let file: Readonly<Record<string, unknown>>;
    let settings: Settings;

    beforeAll(() => {
      rendered = new Rendered(render(folder));
      const { env } = rendered.container;
      file = parse(
        rendered.fileAt(env.find(({ name }) => name === 'EVENTSTREAMS_CONFIG')!.value),
      ) as typeof file;
      settings = parseSettings(file).settings;
    });

    describePython('by the schemas of Kubernetes', () => {
      let checks: DeployChecks;
      beforeAll(async () => (checks = await DeployChecks.install()), pythonStartTimeoutMs);

      it.each(versions)('has nothing that %s does not know', (version) => {
        const known = rendered.resources.filter(({ kind }) => kind !== 'ServiceMonitor');
        expect(checks.kubernetes(known, version)).toEqual([]);
        const misspelt = { ...rendered.find('Deployment'), spek: {} };
        expect(checks.kubernetes([misspelt], version)).toEqual([expect.stringContaining('spek')]);
      });
    });

    it('selects its pods by labels that they have', () => {
      const { selector, template } = rendered.deployment;
      const selectors = [
        selector.matchLabels,
        ...template.spec.topologySpreadConstraints.map(({ labelSelector }) => labelSelector.matchLabels),
        rendered.spec<ServiceSpec>('Service', 'eventstreams').selector,
        rendered.spec<ServiceSpec>('Service', 'eventstreams-admin').selector,
        rendered.spec<NetworkPolicySpec>('NetworkPolicy').podSelector.matchLabels,
        rendered.spec<{ readonly selector: typeof selector }>('PodDisruptionBudget').selector.matchLabels,
      ];
      for (const labels of selectors) {
        expect(Object.keys(labels)).not.toEqual([]);
        expect(template.metadata.labels).toMatchObject(labels);
      }
    });

    it('sends each port to where the service listens by its configuration', () => {
      const ports = new Map(rendered.container.ports.map(({ name, containerPort }) => [name, containerPort]));
      expect(Object.fromEntries(ports)).toEqual({ http: settings.http.port, admin: settings.http.adminPort });
      for (const name of ['eventstreams', 'eventstreams-admin']) {
        for (const { targetPort } of rendered.spec<ServiceSpec>('Service', name).ports) {
          expect([...ports.keys()]).toContain(targetPort);
        }
      }
      const { ingress } = rendered.spec<NetworkPolicySpec>('NetworkPolicy');
      expect(ingress.flatMap((rule) => rule.ports.map(({ port }) => port))).toEqual([...ports.values()]);
    });

    it('lets the service reach the brokers of its configuration', () => {
      const { egress } = rendered.spec<NetworkPolicySpec>('NetworkPolicy');
      const open = egress.flatMap(({ ports }) => ports);
      const brokers = String(settings.kafka?.conf['metadata.broker.list']).split(',');
      for (const broker of brokers) {
        const number = Number(broker.split(':')[1]);
        expect(open.some(({ port, endPort = port }) => port <= number && number <= endPort)).toBe(true);
      }
    });

    it('has a catalogue where the configuration says', () => {
      const warnings: string[] = [];
      const raw: unknown = parse(rendered.fileAt(settings.catalog.uri ?? ''));
      const streams = parseStreamConfig(raw, { warn: (message) => warnings.push(message) });
      expect([streams.length, warnings]).toEqual([1, []]);
      expect(settings.catalog.refreshMs).toBeGreaterThan(0);
    });

    it('gives a drain its time, and lets clients settle before the next', () => {
      const { minReadySeconds, strategy, template } = rendered.deployment;
      const preStopMs = rendered.container.lifecycle.preStop.sleep.seconds * 1000;
      const { drainMs } = settings.delivery;
      expect(template.spec.terminationGracePeriodSeconds * 1000).toBeGreaterThan(
        preStopMs + drainMs + afterDrainMs,
      );
      expect(minReadySeconds * 1000).toBeGreaterThanOrEqual(preStopMs + drainMs + 30_000);
      expect(strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
    });

    it('asks for what docs/capacity.md plans, and has room for what the configuration may take', () => {
      const { requests, limits } = rendered.container.resources;
      const plan = rowsOf(read('docs/capacity.md'), 'plan').filter(([, events]) => Number(events) <= 100);
      const most = (column: number): number => Math.max(...plan.map((row) => Number(row[column])));
      expect(Number.parseInt(requests.cpu)).toBeGreaterThanOrEqual(most(5) * 1000);
      expect(bytesOf(requests.memory)).toBeGreaterThanOrEqual(most(6) * 1e6);
      const options = rendered.container.env.find(({ name }) => name === 'NODE_OPTIONS')?.value ?? '';
      const heapBytes = Number(/--max-old-space-size=(\d+)/.exec(options)?.[1]) * mebibyte;
      const { windowBytes, catchUpBytes, maxLogReaders } = settings.reading;
      expect(heapBytes + windowBytes + catchUpBytes * maxLogReaders + restBytes).toBeLessThanOrEqual(
        bytesOf(limits.memory),
      );
    });

    it('scales by what is served, to half of what a replica takes, with a drain that is long enough for it', async () => {
      const { scaleTargetRef, minReplicas, metrics } =
        rendered.spec<AutoscalerSpec>('HorizontalPodAutoscaler');
      expect(rendered.find(scaleTargetRef.kind, scaleTargetRef.name).kind).toBe('Deployment');
      expect(minReplicas).toBeGreaterThanOrEqual(2);
      const pods = metrics.flatMap((metric) => metric.pods ?? []);
      const [{ name, readers }] = pods.map(({ metric, target }) => ({
        name: metric.name,
        readers: Number(target.averageValue),
      })) as [{ name: string; readers: number }];
      expect((await servedMetrics()).get(name)?.type).toBe('gauge');
      const adapter = parse(read('deploy/kubernetes/prometheus-adapter.yaml')) as {
        readonly rules: { readonly custom: readonly { readonly seriesQuery: string }[] };
      };
      expect(adapter.rules.custom.map(({ seriesQuery }) => seriesQuery.split('{')[0])).toEqual([name]);
      const measured = new Map(
        rowsOf(read('docs/capacity.md'), 'figures').map(([what, value]) => [what, value]),
      );
      const most = Number(measured.get('most live readers of one process'));
      const perSecond = Number(measured.get('clients that resume at once and are live again, a second'));
      expect([settings.http.maxConnections, readers]).toEqual([most, most / 2]);
      expect(settings.delivery.drainMs).toBeGreaterThanOrEqual((4 * readers * 1000) / perSecond);
    });

    it('runs as the user of the image, with nothing that it does not need', () => {
      const { securityContext } = rendered.deployment.template.spec;
      const [user] = valuesOf(readStages(read('Dockerfile')).at(-1)!, 'USER');
      expect(`${securityContext.runAsUser}:${securityContext.runAsGroup}`).toBe(user);
      expect(securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(rendered.container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    });

    describe('with its configuration', () => {
      let service: Service;
      afterEach(() => service.close());

      it('a service answers the probes, at the port for operators alone', async () => {
        const elsewhere = ['kafka', 'stream_config_uri'];
        const rest = Object.fromEntries(Object.entries(file).filter(([key]) => !elsewhere.includes(key)));
        const adminPort = await freePort();
        service = await startService(
          { edit: { topics: ['dc1.edit'] } },
          { ...rest, admin_port: adminPort, drain_ms: 1 },
        );
        const { startupProbe, livenessProbe, readinessProbe } = rendered.container;
        for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe]) {
          expect(httpGet.port).toBe('admin');
          expect((await ask(`http://127.0.0.1:${adminPort}${httpGet.path}`)).status).toBe(200);
          expect((await ask(`${service.url}${httpGet.path}`)).status).toBe(404);
        }
      });
    });
  });

  it('has a monitor that finds the metrics, under the name that the alerts expect', () => {
    const rendered = new Rendered(render('deploy/kubernetes/overlays/example'));
    const { jobLabel, selector, endpoints } = rendered.spec<{
      readonly jobLabel: string;
      readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
      readonly endpoints: readonly { readonly port: string; readonly path: string }[];
    }>('ServiceMonitor');
    const matching = rendered.resources.filter(
      ({ kind, metadata }) =>
        kind === 'Service' &&
        Object.entries(selector.matchLabels).every(([name, value]) => metadata.labels?.[name] === value),
    );
    expect(matching.map(({ metadata }) => metadata.name)).toEqual(['eventstreams-admin']);
    const { ports } = rendered.spec<ServiceSpec>('Service', 'eventstreams-admin');
    expect(endpoints).toEqual([expect.objectContaining({ port: ports[0]?.name, path: '/metrics' })]);
    expect(read('deploy/prometheus/alerts.yaml')).toContain(
      `job="${matching[0]?.metadata.labels?.[jobLabel]}"`,
    );
  });
});

/** The rows of a table of a page that is written by the bench, spaces within numbers left out. */
function rowsOf(page: string, table: string): readonly (readonly string[])[] {
  const [, text = ''] = new RegExp(`<!-- capacity: ${table} -->([^]*?)<!-- end -->`).exec(page) ?? [];
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/(?<=\d)\s(?=\d)/g, '')),
  );
}

function bytesOf(quantity: string): number {
  const [, value, unit = ''] = /^(\d+)(Mi|Gi)$/.exec(quantity) ?? [];
  return Number(value) * (unit === 'Gi' ? 1024 : 1) * mebibyte;
}
