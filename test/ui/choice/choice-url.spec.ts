import * as fc from 'fast-check';
import { emptyChoice, type Choice } from '../../../ui/src/choice/choice.js';
import { choiceOf, withChoice } from '../../../ui/src/choice/choice-url.js';

const page = new URL('http://streams.example/v2/ui');
const text = fc.string({ unit: 'grapheme' });
const choices: fc.Arbitrary<Choice> = fc.record({
  streams: fc.uniqueArray(fc.stringMatching(/^[\w.-]+$/), { maxLength: 4 }),
  since: fc.option(
    fc.date({ noInvalidDate: true, min: new Date(0) }).map((date) => date.toISOString()),
    { nil: '' },
  ),
  filter: text,
  search: text,
  order: fc.constantFrom('newest-first', 'newest-last'),
  field: text,
});

describe('the choice in the address', () => {
  it('is what was chosen, whatever it was', () => {
    fc.assert(
      fc.property(choices, (choice) => {
        expect(choiceOf(new URL(withChoice(page, choice).href))).toEqual(choice);
      }),
    );
  });

  it('leaves out what is as it would be anyway', () => {
    expect(withChoice(page, emptyChoice).href).toBe(page.href);
  });

  it('leaves what others have put into the address', () => {
    const url = withChoice(new URL('?campaign=a#top', page), { ...emptyChoice, streams: ['a', 'b'] });
    expect(url.href).toBe(`${page.href}?campaign=a&streams=a,b#top`);
  });

  it('names each stream once, and no empty one', () => {
    expect(choiceOf(new URL('?streams=a,,b, a', page)).streams).toEqual(['a', 'b']);
  });
});
