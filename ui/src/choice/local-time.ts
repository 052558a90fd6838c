/**
 * An instant as a field for date and time has it, in the zone of the reader: `2026-11-21T18:45:00`. Empty for no
 * instant.
 */
export function toLocalTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** The instant that a field for date and time says, in UTC; empty where it says none. */
export function fromLocalTime(local: string): string {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
