import { isMap } from './config-file.js';
import { knownKeys } from './settings-schema.js';

/** Settings with all Kafka settings below one key, and the problems in their spelling. */
export interface GatheredKafka {
  readonly raw: unknown;
  readonly problems: readonly string[];
}

/** Keys below `kafka` that belong to this service, not to librdkafka. */
const ownKeys = knownKeys.flatMap((key) => (key.startsWith('kafka.') ? key.slice('kafka.'.length) : []));

const brokerKeys = ['metadata.broker.list', 'bootstrap.servers'];

const noBrokers =
  'kafka.conf.metadata.broker.list: is missing, expected the brokers to ask first, such as kafka-1:9092,kafka-2:9092';

/**
 * Normalises the spellings of Kafka's keys to `{kafka: {conf: {…}, group_id, …}}`. A dot in a key and a level of
 * nesting mean the same (`kafka.group_id: x`, `kafka: {conf: {metadata: {broker: {list: x}}}}`). If there is no `conf`,
 * librdkafka's settings may be directly below `kafka`.
 */
export function gatherKafka(raw: unknown): GatheredKafka {
  if (!isMap(raw)) return { raw, problems: [] };
  const entries = Object.entries(raw);
  const about = entries.filter(([key]) => key === 'kafka' || key.startsWith('kafka.'));
  if (about.length === 0) return { raw, problems: [] };
  const rest = entries.filter((entry) => !about.includes(entry));
  const wrong = about.find(([key, value]) => key === 'kafka' && !isMap(value));
  if (wrong !== undefined) return { raw: Object.fromEntries([...rest, wrong]), problems: [] };

  const leaves = about.flatMap(([key, value]) => flatten(key, value));
  const paths = leaves.map(([path]) => path);
  const twice = new Set(paths.filter((path, index) => paths.indexOf(path) !== index));
  const below = (prefix: string): readonly Leaf[] =>
    leaves
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, value]) => [path.slice(prefix.length), value]);
  const inConf = below('kafka.conf.');
  const others = below('kafka.').filter(([path]) => !path.startsWith('conf.'));
  const own = others.filter(([path]) => ownKeys.includes(path));
  const flat = others.filter((leaf) => !own.includes(leaf));
  const conf: object = Object.fromEntries(inConf.length > 0 ? inConf : flat);
  const kafka = { conf, ...Object.fromEntries(inConf.length > 0 ? others : own) };
  return {
    raw: Object.fromEntries([...rest, ['kafka', kafka]]),
    problems: [
      ...[...twice].map((path) => `${path}: is given twice, in two spellings`),
      // An explicit conf is validated by the Kafka adapter.
      ...(inConf.length > 0 || brokerKeys.some((key) => key in conf) || !isMap(kafka.conf)
        ? []
        : [noBrokers]),
    ],
  };
}

type Leaf = readonly [path: string, value: unknown];

function flatten(path: string, value: unknown): readonly Leaf[] {
  if (!isMap(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, below]) => flatten(`${path}.${key}`, below));
}
