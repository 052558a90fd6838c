import { emptinessOf, type EmptyList } from '../../../ui/src/list/emptiness.js';

const quiet: EmptyList = {
  hasStreams: true,
  state: 'open',
  isPaused: false,
  hasFilter: false,
  isSearched: false,
};

describe('a list without rows', () => {
  it.each<[string, Partial<EmptyList>]>([
    ['quiet', {}],
    ['filtered', { hasFilter: true }],
    ['connecting', { state: 'connecting' }],
    ['interrupted', { state: 'waiting' }],
    ['refused', { state: 'refused' }],
    ['stopped', { state: 'stopped' }],
    ['nothing-chosen', { state: 'stopped', hasStreams: false }],
    ['paused', { isPaused: true }],
    ['not-found', { isSearched: true, isPaused: true }],
  ])('is %s where %j', (emptiness, facts) => {
    expect(emptinessOf({ ...quiet, ...facts })).toBe(emptiness);
  });
});
