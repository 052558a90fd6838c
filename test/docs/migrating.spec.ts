import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../../src/infrastructure/config/config-file.js';
import { InvalidConfiguration } from '../../src/infrastructure/config/invalid-configuration.js';
import { parseSettings } from '../../src/infrastructure/config/load-settings.js';
import { templateKeys } from '../../src/infrastructure/config/older-conf.js';
import { runnerSuccessors } from '../../src/infrastructure/config/older-form.js';
import { servedMetrics } from '../deploy/served-metrics.js';
import { projectRoot } from '../tooling/planted-project.js';
import { pageOf } from './markdown.js';

const page = pageOf('docs/migrating.md', readFileSync(join(projectRoot, 'docs/migrating.md'), 'utf8'));

/** A value that each key takes; of the others, any. */
const values: Readonly<Record<string, unknown>> = {
  port: 8092,
  stream_ui_enabled: true,
  client_ip_connection_limit: 2,
  stream_config_ttl: 60,
  stream_config_uri_options: { headers: { Host: 'a' } },
  schema_uri_options: { headers: { Host: 'a' } },
  stream_config_defaults: { canary_events_enabled: true },
  stream_config_overrides: { edit: { topics: ['t'] } },
  allowed_streams: ['edit'],
  schema_base_uris: ['https://schema.example.org'],
  mediawiki_redacted_pages: { enwiki: ['A'] },
  'kafka.conf': { 'metadata.broker.list': 'k:9092' },
  'kafka.group_id': 'x',
  'kafka.consumer.request.timeout.ms': 1000,
  services: [{ conf: {} }],
};

/** Keys of the table below a heading → what the page says is done with them. */
function keysBelow(heading: string): readonly (readonly [key: string, fate: string])[] {
  const section = page.text.split(`### ${heading}\n`)[1]?.split(/^##/m)[0] ?? '';
  return section.split('\n').flatMap((line) => {
    const [, first = '', fate = ''] = line.split('|').map((cell) => cell.trim());
    return Array.from(first.matchAll(/`([^`]+)`/g), ([, key = '']) => [key, fate] as const);
  });
}

/** What becomes of a file: its problems, or else its warnings. */
function fateOf(file: unknown, key: string): string {
  try {
    const { warnings } = parseSettings(file);
    return warnings.some((warning) => warning.startsWith(`${key}: `)) ? 'ignored' : 'read';
  } catch (error) {
    if (!(error instanceof InvalidConfiguration)) throw error;
    const isNamed = error.problems.some((problem) => problem.startsWith(`${key}: `));
    return isNamed ? 'refused' : error.problems.join('; ');
  }
}

describe('docs/migrating.md', () => {
  const ofService = keysBelow('Of the service');
  const ofRunner = keysBelow('Of the runner');

  it.each(ofService)('says of %s that it is %s, and so it is', (key, fate) => {
    const needed = key.startsWith('kafka.')
      ? { stream_config_uri: 's', ...(key === 'kafka.conf' ? {} : { 'kafka.conf': values['kafka.conf'] }) }
      : {};
    const conf =
      key === 'kafka.metadata.broker.list'
        ? { stream_config_uri: 's', kafka: { 'metadata.broker.list': 'k:9092' } }
        : { ...needed, [key]: values[key] ?? 'x' };
    expect(fateOf({ services: [{ conf }] }, key)).toBe(fate);
  });

  it.each(ofRunner)('says of %s of the runner that it is %s, and so it is', (key, fate) => {
    const [, index, below] = /^services\[(\d)\](?:\.(\w+))?$/.exec(key) ?? [];
    const first = {
      name: 'eventstreams',
      conf: {},
      ...(index === '0' && below !== 'conf' && { [below ?? '']: 'x' }),
    };
    const file = {
      services: index === '1' ? [first, {}] : [first],
      ...(index === undefined && { [key]: 1 }),
    };
    expect(fateOf(file, key)).toBe(fate);
  });

  it('has every key that is treated otherwise than today', () => {
    const named = [...ofService, ...ofRunner].map(([key]) => key);
    expect(named).toEqual(expect.arrayContaining([...templateKeys, ...Object.keys(runnerSuccessors)]));
  });

  it('has all that is said of its example', () => {
    const [block] = page.blocks.filter(({ info }) => info === 'config older');
    const { warnings } = parseSettings(parseConfig(block?.code ?? '', 'config.yaml'));
    const shown = Array.from(page.text.matchAll(/^ {4}(\S+: (?:is|are) .*)$/gm), ([, line]) => line);
    expect(shown).toEqual(warnings);
  });

  it('names metrics that are served', async () => {
    const served = [...(await servedMetrics()).keys()];
    const rows = page.text.split('## Metrics and logs')[1] ?? '';
    const here = rows.split('\n').map((line) => line.split('|')[2] ?? '');
    const named = here.flatMap((cell) =>
      Array.from(cell.matchAll(/`(eventstreams_\w+)/g), ([, name = '']) => name),
    );
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !served.includes(name))).toEqual([]);
  });
});
