import { isMap } from './config-file.js';

/** Settings with everything about Kafka below one key, and what was wrong with how it was spelt. */
export interface GatheredKafka {
  readonly raw: unknown;
  readonly problems: readonly string[];
}

/**
 * Brings the spellings of Kafka's keys to one, `{kafka: {conf: {…}, group_id, …}}`: a dot in a key and a level of nesting mean
 * the same (`kafka.group_id: x`, `kafka: {conf: {metadata: {broker: {list: x}}}}`).
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
  const conf = below('kafka.conf.');
  const others = below('kafka.').filter(([path]) => !path.startsWith('conf.'));
  const kafka = { ...Object.fromEntries(others), ...(conf.length > 0 && { conf: Object.fromEntries(conf) }) };
  return {
    raw: Object.fromEntries([...rest, ['kafka', kafka]]),
    problems: [...twice].map((path) => `${path}: is given twice, in two spellings`),
  };
}

type Leaf = readonly [path: string, value: unknown];

function flatten(path: string, value: unknown): readonly Leaf[] {
  if (!isMap(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, below]) => flatten(`${path}.${key}`, below));
}
