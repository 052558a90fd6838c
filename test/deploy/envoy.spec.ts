import { parse } from 'yaml';
import { parseSettings } from '../../src/infrastructure/config/load-settings.js';
import { documented } from '../support/documented-proxies.js';
import { describePython, pythonStartTimeoutMs } from '../support/python.js';
import { DeployChecks } from './deploy-checks.js';

/** What the tests need of the bootstrap. */
interface Bootstrap {
  readonly static_resources: {
    readonly listeners: readonly [
      {
        readonly filter_chains: readonly [
          { readonly filters: readonly [{ readonly typed_config: Manager }] },
        ];
      },
    ];
    readonly clusters: readonly [
      { readonly name: string; readonly circuit_breakers: { readonly thresholds: readonly [Thresholds] } },
    ];
  };
}

interface Manager {
  readonly use_remote_address: boolean;
  readonly stream_idle_timeout: string;
  readonly max_request_headers_kb: number;
  readonly route_config: {
    readonly virtual_hosts: readonly [
      {
        readonly request_headers_to_add: readonly unknown[];
        readonly routes: readonly [{ readonly route: Readonly<Record<string, unknown>> }];
      },
    ];
  };
}

type Thresholds = Readonly<Record<'max_connections' | 'max_pending_requests' | 'max_requests', number>>;

const bootstrap = parse(documented('Envoy')) as Bootstrap;
const { listeners, clusters } = bootstrap.static_resources;
const manager = listeners[0].filter_chains[0].filters[0].typed_config;
const [host] = manager.route_config.virtual_hosts;
const [{ route }] = host.routes;
const { settings } = parseSettings({});

describePython('the configuration of Envoy, by its own messages', () => {
  let checks: DeployChecks;
  beforeAll(async () => (checks = await DeployChecks.install()), pythonStartTimeoutMs);

  it('has nothing that Envoy does not know', () => {
    expect(checks.envoy(bootstrap)).toEqual([]);
    const misspelt = JSON.parse(
      JSON.stringify(bootstrap).replace('num_retries', 'number_of_retries'),
    ) as unknown;
    expect(checks.envoy(misspelt)).toEqual([expect.stringContaining('number_of_retries')]);
  });
});

describe('the configuration of Envoy', () => {
  it('cuts no stream that is alive', () => {
    expect(route).toMatchObject({ timeout: '0s' });
    expect(Number.parseInt(manager.stream_idle_timeout) * 1000).toBeGreaterThan(
      settings.delivery.heartbeatMs,
    );
  });

  it('takes the longest id, and more streams than by default', () => {
    expect(manager.max_request_headers_kb * 1000).toBeGreaterThan(settings.delivery.maxIdBytes);
    for (const most of Object.values(clusters[0].circuit_breakers.thresholds[0]))
      expect(most).toBeGreaterThan(1024);
  });

  it('says who the client is, over what the client says', () => {
    expect(manager.use_remote_address).toBe(true);
    expect(host.request_headers_to_add).toEqual([
      {
        header: { key: 'X-Client-IP', value: '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%' },
        append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
      },
    ]);
  });

  it('tries another instance where one refuses the connection', () => {
    expect(route).toMatchObject({ cluster: clusters[0].name, retry_policy: { retry_on: 'connect-failure' } });
  });
});
