import { QueryBatcher } from '../../../src/application/log/query-batcher.js';

/** Rounds as they are sent; each is answered when the test says so. */
function recorded(patienceMs = 60_000): {
  readonly gathered: QueryBatcher<string, string>;
  readonly rounds: { readonly questions: readonly string[]; answer(): void; fail(error: Error): void }[];
  readonly sent: (count: number) => Promise<void>;
} {
  const rounds: { questions: readonly string[]; answer(): void; fail(error: Error): void }[] = [];
  let told = (): void => undefined;
  const askAll = (questions: readonly string[]): Promise<readonly string[]> =>
    new Promise((resolve, reject) => {
      rounds.push({ questions, answer: () => resolve(questions.map((q) => q.toUpperCase())), fail: reject });
      told();
    });
  const gathered = new QueryBatcher((question: string) => question, askAll, patienceMs);
  const sent = async (count: number): Promise<void> => {
    while (rounds.length < count) await new Promise<void>((resolve) => (told = resolve));
  };
  return { gathered, rounds, sent };
}

describe('gathered questions', () => {
  it('that come together are asked together, each once', async () => {
    const { gathered, rounds, sent } = recorded();
    const answers = Promise.all([gathered.ask(['a', 'b']), gathered.ask(['b', 'c']), gathered.ask(['a'])]);
    await sent(1);
    rounds[0]?.answer();
    expect(await answers).toEqual([['A', 'B'], ['B', 'C'], ['A']]);
    expect(rounds.map(({ questions }) => questions)).toEqual([['a', 'b', 'c']]);
  });

  it('that come while a round is under way wait for it, and are asked anew even if they are the same', async () => {
    const { gathered, rounds, sent } = recorded();
    const first = gathered.ask(['a']);
    await sent(1);
    const later = Promise.all([gathered.ask(['a']), gathered.ask(['b'])]);
    rounds[0]?.answer();
    expect(await first).toEqual(['A']);
    await sent(2);
    rounds[1]?.answer();
    expect(await later).toEqual([['A'], ['B']]);
    expect(rounds.map(({ questions }) => questions)).toEqual([['a'], ['a', 'b']]);
  });

  it('do not wait for ever for a round that is not answered', async () => {
    const { gathered, rounds, sent } = recorded(1);
    void gathered.ask(['stuck']);
    await sent(1);
    const later = gathered.ask(['b']);
    await sent(2);
    rounds[1]?.answer();
    expect(await later).toEqual(['B']);
  });

  it('fail together, and the next are asked again', async () => {
    const { gathered, rounds, sent } = recorded();
    const both = Promise.allSettled([gathered.ask(['a']), gathered.ask(['b'])]);
    await sent(1);
    rounds[0]?.fail(new Error('away'));
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const again = gathered.ask(['a']);
    await sent(2);
    rounds[1]?.answer();
    expect(await again).toEqual(['A']);
  });
});
