import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { complaint } from './filtering.js';

const page = readFileSync(join(__dirname, '../../../docs/filtering.md'), 'utf8');

/** What stands in the last column of the tables, in backticks. */
const taught = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .flatMap((line) => [...(line.split(/(?<!\\)\|/).at(-2) ?? '').matchAll(/`([^`]+)`/g)])
  .map(([, expression = '']) => expression.replaceAll('\\|', '|'))
  .filter((expression) => expression !== 'filter');

describe('docs/filtering.md', () => {
  it('teaches by many examples', () => {
    expect(taught.length).toBeGreaterThan(18);
  });

  it.each(taught)('has a filter that can be used: %s', (expression) => {
    expect(complaint(expression)).toBe('none');
  });

  it.each([...page.matchAll(/^ {4}(Cannot filter: at character \d+: .*)$/gm)].map(([, told]) => told))(
    'has a refusal as it is: %s',
    (told) => {
      const wrong = { 'wiki = 1': {}, 'wikii == 1': { edit: { properties: { wiki: {} } } } };
      const refusals = Object.entries(wrong).map(([expression, schemas]) => complaint(expression, schemas));
      expect(refusals).toContain(`InvalidFilter: ${told}`);
    },
  );
});
