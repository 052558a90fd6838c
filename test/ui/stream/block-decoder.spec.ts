import * as fc from 'fast-check';
import { BlockDecoder, type Block } from '../../../ui/src/stream/block-decoder.js';

const stream = [
  ':ok\nretry: 3127\nid: [1]\n\n',
  'event: message\nid: [2]\ndata: {"title":"Ærø ✓"}\n\n',
  ':\n',
  'id: [3]\n\n',
  'event: gap\nid: [4]\ndata: {"topic":"a"}\n\n',
].join('');

const blocks: readonly Block[] = [
  { event: 'message', comments: ['ok'], retryMs: 3127, id: '[1]' },
  { event: 'message', comments: [], id: '[2]', data: '{"title":"Ærø ✓"}' },
  { event: 'message', comments: [''], id: '[3]' },
  { event: 'gap', comments: [], id: '[4]', data: '{"topic":"a"}' },
];

function decode(...pieces: readonly string[]): readonly Block[] {
  const decoder = new BlockDecoder();
  return pieces.flatMap((piece) => decoder.decode(piece));
}

describe('BlockDecoder', () => {
  it('tells of ids that come without data', () => {
    expect(decode(stream)).toEqual(blocks);
  });

  it('gives the same blocks wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.sort((one, other) => one - other), stream.length];
        const pieces = places.slice(1).map((end, index) => stream.slice(places[index], end));
        expect(decode(...pieces)).toEqual(blocks);
      }),
    );
  });

  it('reads lines that end with a carriage return as well', () => {
    expect(decode(stream.replaceAll('\n', '\r\n'))).toEqual(blocks);
  });

  it('joins lines of data, and takes at most one space after the colon', () => {
    expect(decode('data:  a\ndata:b\ndata\n\n')).toEqual([
      { event: 'message', comments: [], data: ' a\nb\n' },
    ]);
  });

  it('ignores a retry that is no number of milliseconds', () => {
    expect(decode('retry: soon\ndata: x\n\n')).toEqual([{ event: 'message', comments: [], data: 'x' }]);
  });
});
