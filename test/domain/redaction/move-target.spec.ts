import { moveTarget } from '../../../src/domain/redaction/move-target.js';

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
    expect(moveTarget({ log_type: 'move', log_params: params })).toBe('New title');
  });

  it('may be a number', () => {
    expect(moveTarget({ log_type: 'move', log_params: { target: 1984 } })).toBe(1984);
  });

  it('is looked for where the event does not say what it logs', () => {
    expect(moveTarget({ log_params: { target: 'New title' } })).toBe('New title');
  });

  it('is not there in what is no move, or has no target', () => {
    expect(moveTarget({ log_type: 'block', log_params: { target: 'New title' } })).toBeUndefined();
    for (const params of [undefined, null, 0, [], {}, '', { target: {} }]) {
      expect(moveTarget({ log_type: 'move', log_params: params }) ?? '').toBe('');
    }
  });
});
