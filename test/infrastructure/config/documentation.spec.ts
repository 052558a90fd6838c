import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownKeys } from '../../../src/infrastructure/config/settings-schema.js';
import { loadSettings } from '../../../src/infrastructure/config/load-settings.js';

const root = join(__dirname, '../../..');

describe('what is written about the configuration', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');

  it.each(knownKeys.filter((key) => key !== 'kafka'))('the README has a row for %s', (key) => {
    const rows = readme.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.filter((row) => row.split('|')[1]?.includes(`\`${key}\``))).toHaveLength(1);
  });

  it('the example configuration is valid', () => {
    const { settings, warnings } = loadSettings(['--config', join(root, 'examples/config/config.yaml')], {});
    expect(settings.kafka?.conf).toEqual({ 'metadata.broker.list': 'kafka:19092' });
    expect(warnings).toEqual([]);
  });
});
