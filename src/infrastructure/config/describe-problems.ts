import type { z } from 'zod';
import { closestKey } from '../../domain/closest-key.js';
import { knownKeys } from './settings-schema.js';

const LONGEST_SHOWN = 60;
const SECRET_KEY = /pass|secret|token|credential|auth|sasl|ssl|pem|jaas|(^|[._-])key/i;

type Path = readonly PropertyKey[];

/**
 * Returns one line for each problem: the key, its value and what is expected.
 *
 * The lines never contain values below `kafka.conf`, of headers or of keys that may be secret, or credentials in a URI.
 */
export function describeProblems(issues: readonly z.core.$ZodIssue[], raw: unknown): readonly string[] {
  const lines = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownKey([...issue.path, key], raw))
      : [wrongValue(issue.path, issue.message, raw)],
  );
  return [...new Set(lines)];
}

function unknownKey(path: Path, raw: unknown): string {
  const key = path.map(String).join('.');
  const meant = closestKey(key, knownKeys);
  const ofLibrdkafka = /^kafka\..*\./.test(key) ? "; librdkafka's settings belong in kafka.conf" : '';
  const hint = meant === undefined ? ofLibrdkafka : `; did you mean ${meant}?`;
  return `${key}: ${show(path, raw) ?? 'nothing'} is not expected, there is no such key${hint}`;
}

function wrongValue(path: Path, expected: string, raw: unknown): string {
  const key = path.length === 0 ? 'configuration' : path.map(String).join('.');
  const shown = show(path, raw);
  return shown === undefined
    ? `${key}: is missing, expected ${expected}`
    : `${key}: ${shown} is not ${expected}`;
}

function show(path: Path, raw: unknown): string | undefined {
  const value = path.reduce<unknown>(
    (holder, key) =>
      typeof holder === 'object' && holder !== null
        ? (Object.getOwnPropertyDescriptor(holder, key)?.value as unknown)
        : undefined,
    raw,
  );
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  const key = path.map(String).join('.');
  if (key.startsWith('kafka.conf') || key.includes('_options.') || SECRET_KEY.test(key))
    return 'its value (not shown)';
  const text = typeof value === 'string' ? value.replace(/\/\/[^/@\s]*@/g, '//…@') : value;
  const shown = JSON.stringify(text);
  return shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN)}…` : shown;
}
