const mediaWiki = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;
const withoutZone = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/;

/**
 * A point in time as the page shows it, ISO 8601 in UTC, from what an address may have for the service: milliseconds since the
 * epoch, a MediaWiki timestamp, a date with a zone or without, which then is UTC. Anything else stays as it is: what is wrong with
 * it is for the service to say.
 */
export function readSince(said: string): string {
  const ms = /^\d+$/.test(said) && said.length !== 14 ? Number(said) : Date.parse(dateOf(said));
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? said : date.toISOString();
}

function dateOf(said: string): string {
  if (withoutZone.test(said)) return `${said.replace(' ', 'T')}Z`;
  return said.replace(mediaWiki, '$1-$2-$3T$4:$5:$6Z');
}
