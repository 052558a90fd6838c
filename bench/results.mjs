import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';

const folder = new URL('results/', import.meta.url);

/**
 * Keeps what a run answered to one question: `<date>-<question>.json`, and `…-quick.json` of a short one, which git
 * ignores.
 */
export function keepResult(result) {
  const { question, startedAt, isQuick } = result;
  const file = `${startedAt.slice(0, 10)}-${question}${isQuick ? '-quick' : ''}.json`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(file, folder), `${JSON.stringify(result, null, 2)}\n`);
  return `bench/results/${file}`;
}

/** The newest full answer to a question, `undefined` where there is none. */
export function newestResult(question) {
  const file = readdirSync(folder)
    .filter((candidate) => new RegExp(`^\\d{4}-\\d\\d-\\d\\d-${question}\\.json$`).test(candidate))
    .sort()
    .at(-1);
  return file && JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
}
