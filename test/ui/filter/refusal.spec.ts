import { excerptOf, refusalOf } from '../../../ui/src/filter/refusal.js';
import { complaint } from '../../infrastructure/cel/filtering.js';

describe('a filter that is refused', () => {
  it('is wrong at the character that the service names', () => {
    const detail = complaint('wiki = 1').replace('InvalidFilter: ', '');
    const refusal = refusalOf({ type: 'invalid_filter', detail });
    expect(refusal).toEqual({ detail, at: 5 });
    expect(excerptOf('wiki = 1', 5)).toEqual({ before: 'wiki ', at: '=', after: ' 1' });
  });

  it('may be wrong as a whole', () => {
    const detail = 'Cannot filter: "filter" is given more than once';
    expect(refusalOf({ type: 'invalid_filter', detail })).toEqual({ detail });
  });

  it('may have been taken, and cost too much', () => {
    const detail = 'Cannot continue with this filter: it takes 90000 steps per event';
    expect(refusalOf({ type: 'filter_too_slow', detail })).toEqual({ detail });
  });

  it('is told from what else may be wrong', () => {
    expect(
      refusalOf({ type: 'stream_not_found', detail: 'Cannot filter: at character 6: x' }),
    ).toBeUndefined();
  });
});

describe('an excerpt', () => {
  it('has a space where something is missing', () => {
    expect(excerptOf('wiki ==', 7)).toEqual({ before: 'wiki ==', at: ' ', after: '' });
  });

  it('says where it leaves out the rest', () => {
    const { before, at, after } = excerptOf(`${'a'.repeat(99)}!${'b'.repeat(99)}`, 99);
    expect([before, at, after]).toEqual([`…${'a'.repeat(32)}`, '!', `${'b'.repeat(32)}…`]);
  });

  it('has whole characters', () => {
    expect(excerptOf('x😀y', 1)).toEqual({ before: 'x', at: '😀', after: 'y' });
  });
});
