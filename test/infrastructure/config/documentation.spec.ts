import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  isOfOneStream,
  knownKeys,
  settingsSchema,
} from '../../../src/infrastructure/config/settings-schema.js';
import { loadSettings } from '../../../src/infrastructure/config/load-settings.js';
import { confKeys } from '../../../src/infrastructure/kafka/parse-kafka-conf.js';

const root = join(__dirname, '../../..');
const page = readFileSync(join(root, 'docs/configuration.md'), 'utf8');

/** Keys of the page's table → what it says their defaults are. */
const documented = new Map(
  Array.from(sectionOf('Keys').matchAll(/^\| `([\w.]+)`\s*\|\s*(.*?)\s*\|/gm), ([, key = '', value = '']) => [
    key,
    value,
  ]),
);

/** Keys whose default is no value but something that is done. */
const described = new Map([
  ['stream_ui_enabled', '`true` with the sample streams, else `false`'],
  ['stream_config_uri', "the sample's streams"],
  ['allowed_streams', 'all'],
  ['max_connections', 'what the limit of open files has room for'],
  ['trusted_proxies', 'this machine and private networks'],
]);

function sectionOf(heading: string): string {
  return new RegExp(`^## ${heading}\\n([^]*?)(?=^## |$(?![^]))`, 'm').exec(page)?.[1] ?? '';
}

/** Defaults as the schema has them, by the keys of a file; `undefined` where there is none. */
function defaultOf(key: string): unknown {
  const { kafka, ...others } = settingsSchema.parse({ kafka: { conf: {} } });
  const [own, below] = key.split(/(?<=^kafka)\./);
  const holder: Readonly<Record<string, unknown>> =
    below === undefined ? others : { ...kafka, conf: undefined };
  return holder[below ?? own ?? ''];
}

describe('what is written about the configuration', () => {
  it('has a row for each key, and for nothing else', () => {
    expect([...documented.keys()].sort()).toEqual(knownKeys.filter((key) => key !== 'kafka').sort());
  });

  it.each(knownKeys.filter((key) => key !== 'kafka'))('has the default of %s', (key) => {
    const value = defaultOf(key);
    const plain = typeof value === 'string' ? value : JSON.stringify(value);
    const expected = value === undefined ? '–' : `\`${plain}\``;
    expect(documented.get(key)).toBe(described.get(key) ?? expected);
  });

  it('has every key of kafka.conf that has an effect, but the timeout that another key wins over', () => {
    const rows = Array.from(sectionOf('Kafka').matchAll(/^\| (`.*?`) *\|/gm), ([, keys = '']) => keys);
    const named = rows.flatMap((keys) => Array.from(keys.matchAll(/`([^`]+)`/g), ([, key]) => key));
    expect([...named, 'socket.timeout.ms'].sort()).toEqual([...confKeys].sort());
  });

  it('has the settings of a stream by which older files that hold them among the defaults are recognised', () => {
    const rows = Array.from(sectionOf('Streams').matchAll(/^\| `(.*?)` *\|/gm), ([, key = '']) => key);
    expect(rows).toHaveLength(7);
    expect(rows.filter((key) => !isOfOneStream({ [key]: null }))).toEqual([]);
  });

  it('the example configuration is valid', () => {
    const { settings, warnings } = loadSettings(['--config', join(root, 'examples/config/config.yaml')], {});
    expect(settings.kafka?.conf).toEqual({ 'metadata.broker.list': 'kafka:19092' });
    expect(warnings).toEqual([]);
  });
});
