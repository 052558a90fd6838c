import { valuesOf } from '../../../src/domain/redaction/event-member.js';
import type { Event } from '../../../src/domain/redaction/event-member.js';
import { moveTargets } from '../../../src/domain/redaction/move-target.js';
import { comparableTitle } from '../../../src/domain/redaction/page-title.js';

const targets = (event: Event): readonly unknown[] => moveTargets(valuesOf(event));

describe('the target of a move', () => {
  it.each<[string, unknown]>([
    ['named', { target: 'New title', noredir: '0' }],
    ['named and numbered', { '4::target': 'New title', '5::noredir': '0' }],
    ['named twice, once without a title', { target: null, '4::target': 'New title' }],
    ['a list', ['New title', '0']],
    ['a numbered object', { 0: 'New title', 1: '0' }],
    ['lines of text', 'New title\n0'],
    ['a line of text', 'New title'],
    ['lines of text from Windows', '\r\nNew title\r\n0'],
  ])('is found where log_params are %s', (_, params) => {
    expect(targets({ log_type: 'move', log_params: params })).toContain('New title');
  });

  it('may be a number', () => {
    expect(targets({ log_type: 'move', log_params: { target: 1984 } })).toEqual([1984]);
  });

  it('is looked for where the event does not say what it logs', () => {
    expect(targets({ log_params: { target: 'New title' } })).toEqual(['New title']);
  });

  it('is not there in what is no move, or has no target', () => {
    expect(targets({ log_type: 'block', log_params: { target: 'New title' } })).toEqual([]);
    for (const params of [undefined, null, 0, [], {}, '', { target: {} }]) {
      const titles = targets({ log_type: 'move', log_params: params }).map(comparableTitle);
      expect(titles.filter((title) => title !== undefined)).toEqual([]);
    }
  });
});
