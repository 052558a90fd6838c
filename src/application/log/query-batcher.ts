/** Queries that are sent together. */
interface Round<Question, Answer> {
  readonly questions: Map<string, Question>;
  readonly answers: Promise<ReadonlyMap<string, Answer>>;
}

/**
 * Collects queries while an earlier round is in progress, and sends them together; equal queries once. An answer is
 * never older than its query: a query that arrives while an equal one is in progress waits for the next round.
 */
export class QueryBatcher<Question, Answer> {
  private next: Round<Question, Answer> | undefined;
  private underWay: Promise<unknown> | undefined;

  /**
   *
   * @param keyOf the same for equal queries
   *
   * @param askAll answers in the order of the queries
   *
   * @param patienceMs how long a round waits for the one before, so that one without an answer does not block all
   * others
   */
  constructor(
    private readonly keyOf: (question: Question) => string,
    private readonly askAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
    private readonly patienceMs: number,
  ) {}

  /**
   *
   * @returns the answers in the order of the queries
   *
   * @throws the error of the round, which also has queries of others
   */
  async ask(questions: readonly Question[]): Promise<readonly Answer[]> {
    if (questions.length === 0) return [];
    const round = (this.next ??= this.open());
    for (const question of questions) round.questions.set(this.keyOf(question), question);
    const answers = await round.answers;
    return questions.map((question) => answers.get(this.keyOf(question)) as Answer);
  }

  private open(): Round<Question, Answer> {
    const questions = new Map<string, Question>();
    return { questions, answers: this.send(questions) };
  }

  private async send(questions: ReadonlyMap<string, Question>): Promise<ReadonlyMap<string, Answer>> {
    await this.turn();
    this.next = undefined;
    const asked = this.askAll([...questions.values()]);
    const settled = asked
      .catch(() => undefined)
      .then(() => {
        if (this.underWay === settled) this.underWay = undefined;
      });
    this.underWay = settled;
    const answers = await asked;
    return new Map([...questions.keys()].map((key, index) => [key, answers[index] as Answer]));
  }

  private async turn(): Promise<void> {
    if (!this.underWay) return new Promise((resolve) => setImmediate(resolve));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, this.patienceMs);
    });
    await Promise.race([this.underWay, patience]);
    clearTimeout(timer);
  }
}
