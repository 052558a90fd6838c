import { parseSettings } from '../../../src/infrastructure/config/load-settings.js';
import { problemsOf } from './settings-of.js';

const CATALOGUE = { stream_config_uri: 'streams.yaml' };

/** A file of the older runner around these settings. */
function older(conf: Readonly<Record<string, unknown>>): object {
  return { services: [{ name: 'eventstreams', conf: { stream_ui_enabled: true, ...conf } }] };
}

describe('the older form', () => {
  it('is the conf of the first service; what the old runner had only warns, and says what takes its place', () => {
    const { settings, warnings } = parseSettings({
      num_workers: 0,
      logging: { level: 'info' },
      metrics: [{ type: 'prometheus', port: 9102 }],
      services: [
        { name: 'eventstreams', module: './app.js', conf: { port: 8092, stream_ui_enabled: false } },
        { name: 'other' },
      ],
    });
    expect(settings.http.port).toBe(8092);
    expect(warnings).toEqual([
      'num_workers: is a setting of the older runner and has no effect',
      'logging: is a setting of the older runner and has no effect; log_level sets the level',
      'metrics: is a setting of the older runner and has no effect; admin_port has a port for /metrics',
      'services[0].module: is a setting of the older runner and has no effect',
      'services[1]: is a setting of the older runner and has no effect',
    ]);
  });

  it('is told that the page is off here, where it does not say: the older service had it on', () => {
    const said =
      'stream_ui_enabled: is missing, so that there is no page at /v2/ui; the older service had one';
    expect(parseSettings(older(CATALOGUE)).warnings).toEqual([]);
    const { settings, warnings } = parseSettings({ services: [{ conf: CATALOGUE }] });
    expect(settings.http.uiEnabled).toBe(false);
    expect(warnings).toEqual([said]);
  });

  it("has keys of the service template, which only warn, and not in today's form", () => {
    const { settings, warnings } = parseSettings(
      older({ spec: './spec.yaml', cors: 'a', max_body_size: '1kb' }),
    );
    expect(settings.http.cors).toBe('a');
    expect(warnings).toEqual([
      'spec: is a setting of the older service and has no effect',
      'max_body_size: is a setting of the older service and has no effect',
    ]);
    expect(problemsOf('spec: ./spec.yaml')).toEqual([
      'spec: "./spec.yaml" is not expected, there is no such key',
    ]);
  });

  it('may have the settings of librdkafka right below kafka', () => {
    const conf = { 'metadata.broker.list': 'k:9092', 'statistics.interval.ms': 5000 };
    expect(parseSettings(older({ ...CATALOGUE, kafka: conf })).settings.kafka?.conf).toEqual(conf);
    expect(parseSettings(older({ ...CATALOGUE, kafka: { conf } })).settings.kafka?.conf).toEqual(conf);
  });

  it('may have settings of one stream among the defaults of all: they win over the catalogue, not over overrides', () => {
    const { settings, warnings } = parseSettings(
      older({
        stream_config_defaults: {
          canary_events_enabled: true,
          edit: { stream_aliases: ['e'], description: 'old' },
          move: { stream_aliases: ['m'] },
          tick: { canary_events_enabled: false },
        },
        stream_config_overrides: { edit: { description: 'new' } },
      }),
    );
    expect(settings.catalog.defaults).toEqual({ canary_events_enabled: true });
    expect(settings.catalog.overrides).toEqual({
      edit: { stream_aliases: ['e'], description: 'new' },
      move: { stream_aliases: ['m'] },
      tick: { canary_events_enabled: false },
    });
    expect(warnings).toEqual(
      ['edit', 'move', 'tick'].map(
        (name) =>
          `stream_config_defaults.${name}: is of one stream, and is read as stream_config_overrides.${name}, which wins over the catalogue`,
      ),
    );
  });

  it('keeps what is wrong, so that it is refused', () => {
    expect(
      problemsOf(
        JSON.stringify(
          older({ stream_config_defaults: { edit: { topics: ['t'] } }, stream_config_overrides: 1 }),
        ),
      ),
    ).toEqual([
      'stream_config_defaults.edit: a map is not a setting of all streams; those of one stream belong in stream_config_overrides',
      'stream_config_overrides: 1 is not a map of streams, each a map of stream settings',
    ]);
    expect(
      problemsOf(
        JSON.stringify(
          older({
            stream_config_defaults: { edit: { topics: ['t'] } },
            stream_config_overrides: { edit: 1 },
          }),
        ),
      ),
    ).toEqual(['stream_config_overrides.edit: 1 is not a map of stream settings']);
  });

  it('still refuses an unknown key in conf', () => {
    expect(problemsOf('services: [{conf: {num_workers: 1}}]')).toEqual([
      'num_workers: 1 is not expected, there is no such key',
    ]);
  });

  it('refuses a setting that stands beside services and would be lost', () => {
    expect(problemsOf('services: [{conf: {}}]\nmediawiki_redacted_pages: {enwiki: [A]}')).toEqual([
      'mediawiki_redacted_pages: stands beside services and would be ignored, expected in services[0].conf',
    ]);
  });

  it.each(['services:', 'services: []', 'services: {conf: {}}'])('refuses "%s"', (yaml) => {
    expect(problemsOf(yaml)).toEqual(['services: is not a list of at least one {conf: {…}}']);
  });
});
