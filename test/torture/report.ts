import type { Action } from './plan.js';
import type { TortureReader } from './torture-reader.js';
import type { Fault, Verdict } from './fault.js';

/** What a run came to. */
export interface Report {
  readonly faults: readonly Fault[];
  /** By what it counts. */
  readonly counts: Readonly<Record<string, number>>;
  /** What the service said, over all its starts. */
  readonly serviceLog: string;
}

/** What a report is made of. */
export interface Findings {
  readonly actions: readonly Action[];
  readonly readers: readonly TortureReader[];
  readonly written: number;
  readonly uncertain: number;
  readonly verdicts: readonly Verdict[];
  readonly serviceLog: string;
}

/** Adds up what was found. */
export function report({ actions, readers, written, uncertain, verdicts, serviceLog }: Findings): Report {
  const sum = (of: (verdict: Verdict) => number): number =>
    verdicts.reduce((total, verdict) => total + of(verdict), 0);
  const faults = verdicts.flatMap((verdict) => verdict.faults);
  const refusals = new Map<number, number>();
  for (const reader of readers)
    for (const [status, count] of reader.refusals) refusals.set(status, (refusals.get(status) ?? 0) + count);
  return {
    faults,
    serviceLog,
    counts: {
      readers: readers.length,
      connections: readers.reduce((total, reader) => total + reader.connections, 0),
      'records written': written,
      'records that may be written': uncertain,
      'events delivered': sum(({ events }) => events),
      'gaps announced': sum(({ gaps }) => gaps),
      'events missing as announced': sum(({ announced }) => announced),
      'events missing unseeably': sum(({ unseeable }) => unseeable),
      'errors in streams': readers.reduce((total, reader) => total + reader.errors, 0),
      // What goes wrong without a reader's noticing, and what Node warns of.
      'errors in the log of the service': serviceLog
        .split('\n')
        .filter((line) => /"level":"(error|fatal)"|Warning:/.test(line)).length,
      ...Object.fromEntries([...refusals].map(([status, count]) => [`answers ${status}`, count])),
      ...counted(actions.map(({ kind }) => kind)),
      faults: faults.length,
    },
  };
}

function counted(kinds: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries(counts);
}
