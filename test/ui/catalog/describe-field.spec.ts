import { describeField } from '../../../ui/src/catalog/describe-field.js';

const fields = [
  { path: ['labels'], types: ['object'], description: 'Names by language' },
  { path: ['labels', '*'], types: ['string'], description: 'A name' },
  { path: ['labels', 'en'], types: ['string'], description: 'The English name' },
  { path: ['tags', '*', 'id'], types: ['integer'], description: 'Of a tag' },
];

describe('what a schema says of a path', () => {
  it.each([
    [['labels'], 'Names by language'],
    [['labels', 'de'], 'A name'],
    [['labels', 'en'], 'The English name'],
    [['tags', 17, 'id'], 'Of a tag'],
    [['tags', 17], undefined],
    [['absent'], undefined],
    [[], undefined],
  ])('%j: %s', (path, description) => {
    expect(describeField(fields, path)?.description).toBe(description);
  });
});
