import { roomIn } from '../../src/infrastructure/config/open-files.js';
import { parseSettings } from '../../src/infrastructure/config/load-settings.js';
import { startupWarnings } from '../../src/composition/startup-warnings.js';

const own = {
  stream_config_uri: 'streams.yaml',
  kafka: { conf: { 'metadata.broker.list': 'k:9092' } },
  max_connections: 100,
};
const closed = { client_ip_connection_limit: 5, admin_port: 9100 };

function warningsOf(config: object): readonly string[] {
  return startupWarnings(parseSettings(config).settings, roomIn(1024));
}

describe('what a start warns of', () => {
  it('is one line for all that is open to the public', () => {
    expect(warningsOf(own)).toEqual([
      'open to all who reach 0.0.0.0: one client may open all 100 streams (client_ip_connection_limit is not set); ' +
        '/metrics and /health are public (admin_port is not set). See docs/security.md, "Checklist"',
    ]);
    expect(warningsOf({ ...own, ...closed, trusted_proxies: ['::/0'] })).toEqual([
      'open to all who reach 0.0.0.0: X-Client-IP is believed whoever sends it (trusted_proxies has everybody). ' +
        'See docs/security.md, "Checklist"',
    ]);
  });

  it.each<[string, object]>([
    ['where nothing is', { ...own, ...closed }],
    ['of the sample events', { max_connections: 100 }],
    ['of what this machine alone reaches', { ...own, interface: '127.0.0.1' }],
    ['of what this machine alone reaches by IPv6', { ...own, interface: '::1' }],
  ])('is nothing %s', (_, config) => {
    expect(warningsOf(config)).toEqual([]);
  });

  it('is a limit that the limit of open files has no room for', () => {
    expect(warningsOf({ ...own, ...closed, max_connections: 729 })).toEqual([
      'max_connections: 729 are more than the 728 that the limit of 1024 open files has room for; ' +
        'raise the limit (ulimit -n), or set fewer',
    ]);
    expect(warningsOf({ ...own, ...closed, max_connections: 728 })).toEqual([]);
  });

  it('names what a configuration in the older form believes, as the older service did', () => {
    const older = { services: [{ conf: { ...own, ...closed, stream_ui_enabled: true } }] };
    expect(parseSettings(older).warnings).toEqual([]);
    expect(warningsOf(older)).toEqual([expect.stringContaining('X-Client-IP is believed whoever sends it')]);
    const named = { services: [{ conf: { ...own, ...closed, trusted_proxies: ['10.0.0.1'] } }] };
    expect(warningsOf(named)).toEqual([]);
  });
});
