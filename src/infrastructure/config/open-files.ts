import { readFileSync } from 'node:fs';

/** How many connections the limit of open files allows. */
export interface ConnectionRoom {
  /** The limit of open files of this process. */
  readonly files: number;
  /** Client connections in total, idle ones included; the other files are for Kafka, files and operators. */
  readonly connections: number;
  /** Open streams; the other connections are for short requests, including refused ones. */
  readonly streams: number;
}

/** Files that are reserved, in addition to an eighth of the limit. */
const always = 64;

/**
 * Returns how many connections this process can have; `undefined` if the system does not report its limit.
 *
 * Node raises the soft limit to the hard limit at startup, so the limit is that of `ulimit -Hn`.
 */
export function connectionRoom(): ConnectionRoom | undefined {
  const files = openFileLimit();
  return files === undefined ? undefined : roomIn(files);
}

/** @param files the limit of open files */
export function roomIn(files: number): ConnectionRoom {
  const connections = Math.max(2, files - always - Math.ceil(files / 8));
  return { files, connections, streams: Math.max(1, connections - Math.ceil(connections / 8)) };
}

function openFileLimit(): number | undefined {
  try {
    const [, soft] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}
