import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { redactionRules } from '../../../src/domain/redaction/redaction-rules.js';
import { PageRedactor } from '../../../src/infrastructure/redaction/page-redactor.js';

const page = readFileSync(join(__dirname, '../../../docs/security.md'), 'utf8');
const redactor = new PageRedactor({ enwiki: ['Secret'] });

/** A row of the table: for which stream, where the title stands, and what is removed. */
interface Row {
  readonly stream: string | undefined;
  readonly titles: readonly string[];
  readonly removed: readonly string[];
}

const [, section = ''] = /^## Redaction\n([^]*?)^## /m.exec(page) ?? [];
const rows: readonly Row[] = Array.from(
  section.matchAll(/^\| (`.*?`|any.*?) *\| (`.*?) *\| (`.*?) *\|$/gm),
  ([, stream = '', titles = '', removed = '']) => ({
    stream: /^`(.*)`$/.exec(stream)?.[1],
    titles: titles.split(', '),
    removed: removed.split(', ').map(plain),
  }),
);

function plain(code: string): string {
  return code.replaceAll('`', '');
}

/** An event of a stream that has this title below these keys. */
function eventOf(stream: string | undefined, path: string): Record<string, unknown> {
  const about = path.split('.').reduceRight<unknown>((value, key) => ({ [key]: value }), 'Secret') as Record<
    string,
    unknown
  >;
  return { wiki: 'enwiki', meta: { stream }, ...about };
}

describe('the table of what is redacted in docs/security.md', () => {
  it('has a row for each rule, with as many places of titles, and for nothing else', () => {
    expect(rows.map(({ stream, titles, removed }) => [stream, titles.length, removed])).toEqual(
      redactionRules.map(({ stream, titles, remove }) => [
        stream,
        titles.length,
        remove.map((path) => path.join('.')),
      ]),
    );
  });

  const places = rows.flatMap(({ stream, titles, removed }) =>
    titles.filter((title) => title.startsWith('`')).map((title) => [stream, plain(title), removed] as const),
  );

  it.each(places)('of %s: a title in %s is seen', (stream, path, removed) => {
    const { remove = [] } = redactor.redact(eventOf(stream, path), { topic: 'x', streams: [] }) ?? {};
    expect(remove.map((keys) => keys.join('.'))).toEqual(expect.arrayContaining([...removed]));
  });
});
