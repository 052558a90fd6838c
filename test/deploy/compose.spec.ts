import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { loadSettings } from '../../src/infrastructure/config/load-settings.js';
import type { Settings } from '../../src/infrastructure/config/settings.js';
import { sampleStreams } from '../../src/infrastructure/memory/sample/sample-streams.js';
import { describePython, pythonStartTimeoutMs } from '../support/python.js';
import { projectRoot } from '../tooling/planted-project.js';
import type { ComposeService } from './compose-file.js';
import { mountsOf, readComposeFile } from './compose-file.js';
import { DeployChecks } from './deploy-checks.js';

/** What the last bytes of a drain, and what else is open, may take. */
const afterDrainMs = 2000;
const compose = readComposeFile();
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const read = (path: string): unknown => parse(readFileSync(join(projectRoot, path), 'utf8'));

/** A service that the file has. */
function service(name: string): ComposeService {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`No service ${name}`);
  return found;
}

/** What a service's `EVENTSTREAMS_CONFIG` loads. */
function settingsOf(name: string): Settings {
  const path = service(name).environment?.['EVENTSTREAMS_CONFIG'];
  const source = mountsOf(service(name)).find(({ target }) => target === path)?.source ?? '';
  const { settings, warnings } = loadSettings(['--config', join(projectRoot, source)], {});
  expect(warnings).toEqual([]);
  return settings;
}

describePython('docker-compose.yml, by the specification of Compose', () => {
  let checks: DeployChecks;
  beforeAll(async () => (checks = await DeployChecks.install()), pythonStartTimeoutMs);

  it('is a Compose file', () => {
    expect(checks.compose(compose)).toEqual([]);
    const misspelt = { services: { kafka: { image: 'apache/kafka:4.1.0', imagine: true } } };
    expect(checks.compose(misspelt)).toEqual([expect.stringContaining('imagine')]);
  });
});

describe('docker-compose.yml', () => {
  it('says which version of each image', () => {
    for (const [name, { image }] of services)
      expect([name, image]).toEqual([name, expect.stringMatching(/^[^:]+:(?!latest)[^:]+$/)]);
  });

  it('mounts, read only, what is there', () => {
    const mounts = services.flatMap(([, each]) => mountsOf(each));
    expect(
      mounts.filter(({ source, mode }) => mode !== 'ro' || !existsSync(join(projectRoot, source))),
    ).toEqual([]);
  });

  it('is reached from this machine alone', () => {
    const ports = services.flatMap(([, each]) => each.ports ?? []);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('runs what is ours without capabilities and on a file system that is read only', () => {
    expect(ours.map(([name]) => name)).toEqual(['eventstreams', 'producer']);
    for (const [, { read_only, cap_drop }] of ours) expect([read_only, cap_drop]).toEqual([true, ['ALL']]);
  });

  it('waits for the drain, and publishes the port that is listened on', () => {
    const { delivery, http } = settingsOf('eventstreams');
    const graceMs = Number.parseInt(service('eventstreams').stop_grace_period ?? '') * 1000;
    expect(graceMs).toBeGreaterThan(delivery.drainMs + afterDrainMs);
    expect(service('eventstreams').ports).toEqual([`127.0.0.1:${http.port}:${http.port}`]);
  });

  it('has the service and the producer at the address that Kafka gives inside', () => {
    const listeners = String(service('kafka').environment?.['KAFKA_ADVERTISED_LISTENERS']);
    const [, inside] = /INTERNAL:\/\/([^,]+)/.exec(listeners) ?? [];
    for (const [name] of ours) {
      expect(settingsOf(name).kafka?.conf).toEqual({ 'metadata.broker.list': inside });
    }
  });

  it('serves the streams of the sample, whose topics the producer writes', () => {
    const { catalog, memoryLog } = settingsOf('eventstreams');
    const mount = mountsOf(service('eventstreams')).find(({ target }) => target === catalog.uri);
    const streams = sampleStreams.map(({ name, topics, aliases, description, schemaTitle, schemaUri }) => [
      name,
      {
        description,
        topics,
        ...(aliases.length > 0 && { stream_aliases: aliases }),
        schema_title: schemaTitle,
        $schema: schemaUri,
        canary_events_enabled: true,
      },
    ]);
    expect(read(mount?.source ?? '')).toEqual(Object.fromEntries(streams));
    expect(memoryLog.sampleEventsPerSecond).toBeGreaterThan(0);
    expect(existsSync(join(projectRoot, 'src', 'commands/produce-sample.ts'))).toBe(true);
    expect(service('producer').command).toEqual(['node', 'dist/commands/produce-sample.js']);
  });
});

describe('the profile for monitoring', () => {
  const mountOf = (name: string, target: RegExp): string =>
    mountsOf(service(name)).find((mount) => target.test(mount.target))?.source ?? '';

  it('is what has Prometheus and Grafana, and nothing else', () => {
    const names = services
      .filter(([, { profiles }]) => profiles?.includes('monitoring'))
      .map(([name]) => name);
    expect(names).toEqual(['prometheus', 'grafana']);
  });

  it('scrapes the service where it serves metrics, under the name that the alerts expect', () => {
    const { rule_files, scrape_configs } = read(mountOf('prometheus', /prometheus\.yml$/)) as {
      readonly rule_files: readonly string[];
      readonly scrape_configs: readonly {
        readonly job_name: string;
        readonly static_configs: readonly { readonly targets: readonly string[] }[];
      }[];
    };
    const targets = scrape_configs.flatMap((job) => job.static_configs.flatMap((each) => each.targets));
    const { adminPort, port } = settingsOf('eventstreams').http;
    expect(targets).toEqual([`eventstreams:${adminPort ?? port}`]);
    const alerts = mountsOf(service('prometheus')).find(({ target }) => basename(target) === rule_files[0]);
    expect(readFileSync(join(projectRoot, alerts?.source ?? ''), 'utf8')).toContain(
      `job="${scrape_configs[0]?.job_name}"`,
    );
  });

  it('shows the dashboard on that Prometheus', () => {
    const { datasources } = read(mountOf('grafana', /datasources/)) as {
      readonly datasources: readonly {
        readonly type: string;
        readonly url: string;
        readonly isDefault: boolean;
      }[];
    };
    expect(datasources).toEqual([
      expect.objectContaining({ type: 'prometheus', url: 'http://prometheus:9090', isDefault: true }),
    ]);
    expect(service('prometheus').ports).toEqual(['127.0.0.1:9090:9090']);
    const { providers } = read(mountOf('grafana', /provisioning\/dashboards/)) as {
      readonly providers: readonly { readonly options: { readonly path: string } }[];
    };
    const folders = providers.map(({ options }) => options.path);
    const dashboard = mountsOf(service('grafana')).find(({ source }) =>
      source.endsWith('deploy/grafana/dashboard.json'),
    );
    expect(folders).toEqual([dirname(dashboard?.target ?? '')]);
  });
});
