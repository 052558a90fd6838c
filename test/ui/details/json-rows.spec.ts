import { nameOf, readJson } from '../../../ui/src/details/json-node.js';
import { findInTree, Folding, rowsOf } from '../../../ui/src/details/json-rows.js';
import { nodeAt } from '../../../ui/src/details/node-at.js';
import { treeMove } from '../../../ui/src/details/tree-move.js';

const root = readJson('{"meta":{"id":"a1","labels":{}},"tags":["one","Two"],"n":12}');
const at = (...path: (string | number)[]): NonNullable<ReturnType<typeof nodeAt>> => nodeAt(root, path)!;
const names = (folding: Folding, tree = root): readonly string[] =>
  rowsOf(tree, folding).map(({ node, level }) => `${level} ${nameOf(node)}`);

describe('the rows of a tree', () => {
  it('are all of its members, one level below what they are in', () => {
    expect(names(new Folding())).toEqual(['1 meta', '2 id', '2 labels', '1 tags', '2 0', '2 1', '1 n']);
  });

  it('say where they stand among their siblings, and which can be opened', () => {
    const [meta, , labels, tags] = rowsOf(root, new Folding().with(at('tags'), false));
    expect(meta).toMatchObject({ place: 1, siblings: 3, open: true });
    expect(labels).not.toHaveProperty('open');
    expect(tags).toMatchObject({ place: 2, siblings: 3, open: false });
  });

  it('are folded where somebody folded them, in the next tree too', () => {
    const folding = new Folding().with(at('meta'), false).with(at('meta'), false);
    expect(names(folding)).toEqual(['1 meta', '1 tags', '2 0', '2 1', '1 n']);
    expect(names(folding, readJson('{"meta":{"id":"b2"}}'))).toEqual(['1 meta']);
    expect(names(folding.with(at('meta'), true))).toHaveLength(7);
  });

  it('are folded where there are many, until they are opened', () => {
    const long = readJson(JSON.stringify({ list: Array.from({ length: 1000 }, (_, index) => index) }));
    expect(names(new Folding(), long)).toEqual(['1 list']);
    expect(names(new Folding().with(long.children[0]!, true), long)).toHaveLength(1001);
  });

  it('are revealed by opening all that they are in', () => {
    const folding = new Folding().with(at('meta'), false).with(at('tags'), false);
    expect(names(folding.revealing(root, ['tags', 1]))).toEqual(['1 meta', '1 tags', '2 0', '2 1', '1 n']);
  });
});

describe('searching in a tree', () => {
  it.each([
    ['TWO', ['Two']],
    ['t', ['meta', 'tags', 'Two']],
    ['a', ['meta', 'a1', 'labels', 'tags']],
    ['12', ['12']],
    ['1', ['a1', '12']],
    [' ', []],
    ['absent', []],
  ])('%j finds names and values, folded or not, and no index: %j', (search, found) => {
    const texts = findInTree(root, search).map((node) =>
      node.children.length > 0 || node.kind === 'object' ? nameOf(node) : node.source.replaceAll('"', ''),
    );
    expect(texts).toEqual(found);
  });
});

describe('a key in a tree', () => {
  const rows = rowsOf(root, new Folding().with(at('tags'), false));
  const [meta, id, labels, tags, last] = [0, 1, 2, 3, 4];

  it.each([
    ['ArrowDown', meta, { kind: 'go', to: id }],
    ['ArrowDown', last, { kind: 'go', to: last }],
    ['ArrowUp', id, { kind: 'go', to: meta }],
    ['ArrowUp', meta, { kind: 'go', to: meta }],
    ['Home', last, { kind: 'go', to: meta }],
    ['End', meta, { kind: 'go', to: last }],
    ['ArrowRight', meta, { kind: 'go', to: id }],
    ['ArrowRight', tags, { kind: 'turn' }],
    ['ArrowRight', id, undefined],
    ['ArrowLeft', labels, { kind: 'go', to: meta }],
    ['ArrowLeft', meta, { kind: 'turn' }],
    ['ArrowLeft', tags, undefined],
    ['Enter', tags, { kind: 'turn' }],
    ['Enter', id, { kind: 'choose' }],
    [' ', last, { kind: 'choose' }],
    ['toString', meta, undefined],
  ])('%s at row %i: %j', (key, row, move) => {
    expect(treeMove(key, rows, row)).toEqual(move);
  });
});
