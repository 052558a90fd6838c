import { readFileSync } from 'node:fs';

/** How many connections the limit of open files has room for. */
export interface ConnectionRoom {
  /** How many files this process may have open. */
  readonly files: number;
  /**
   * Connections of clients in all, whether they ask for something or not: what is left is for Kafka, files and
   * operators.
   */
  readonly connections: number;
  /** Streams: what is left is for requests that are answered and done, refusals among them. */
  readonly streams: number;
}

/** Of the files, beside an eighth. */
const always = 64;

/**
 * What this process has room for; `undefined` where the system does not say.
 *
 * Node raises the soft limit to the hard one when it starts, so that this is what `ulimit -Hn` says.
 */
export function connectionRoom(): ConnectionRoom | undefined {
  const files = openFileLimit();
  return files === undefined ? undefined : roomIn(files);
}

/** @param files how many may be open */
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
