import { execFileSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { jsText, pythonText, shellWord } from '../../../ui/src/take-away/quoting.js';
import { describePython } from '../../support/python.js';

const awkward = [
  "'",
  "''",
  "'\\''",
  '"',
  '\\',
  '\\n',
  '\n',
  '\r\n',
  '$HOME',
  '`id`',
  '!',
  '#',
  '%s',
  '-n',
  '\t',
];
const foreign = [
  '東京',
  'שלום',
  '😀',
  '\u2028\u2029',
  '\u0085',
  '\ufeff',
  '</script>',
  '<!--',
  '\\u0041',
  '{{x}}',
];
const text = fc.oneof(fc.constantFrom(...awkward, ...foreign), fc.string({ unit: 'binary' }));
/** What a shell can hand to a program: there is no such thing as half of a character, nor the character 0. */
const argument = text.filter((each) => !/\p{Surrogate}|\0/u.test(each));
const texts = (of: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc.array(of, { minLength: 100, maxLength: 300 });

describe('a text', () => {
  it('is one word of a shell, whatever is in it', () => {
    fc.assert(
      fc.property(texts(argument), (words) => {
        const program = `printf '%s\\0' ${words.map(shellWord).join(' ')}`;
        expect(execFileSync('sh', ['-c', program], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(
          words,
        );
      }),
      { numRuns: 10 },
    );
  });

  it('is itself in JavaScript, also within a page', () => {
    fc.assert(
      fc.property(text, (each) => {
        expect(runInNewContext(jsText(each))).toBe(each);
        expect(jsText(each)).not.toMatch(/<\/|<!--|[\n\r]/);
      }),
    );
  });
});

describe('a filter', () => {
  it('stands in JavaScript and in Python as it is, where that can be', () => {
    expect([jsText, pythonText].map((quote) => quote('wiki == "enwiki"'))).toEqual([
      `'wiki == "enwiki"'`,
      `'wiki == "enwiki"'`,
    ]);
    expect(pythonText(`user == "O'Neil"`)).toBe(String.raw`"user == \"O'Neil\""`);
  });
});

describePython('a text in Python', () => {
  it('is itself', () => {
    fc.assert(
      fc.property(texts(text), (all) => {
        const program = `import json\nprint(json.dumps([${all.map(pythonText).join(',')}]))\n`;
        const said = execFileSync('python3', ['-'], { input: program, encoding: 'utf8' });
        expect(JSON.parse(said)).toEqual(all);
      }),
      { numRuns: 10 },
    );
  });
});
