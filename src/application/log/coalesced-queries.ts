/** Questions that are asked together. */
interface Round<Question, Answer> {
  readonly questions: Map<string, Question>;
  readonly answers: Promise<ReadonlyMap<string, Answer>>;
}

/**
 * Asks what comes while an earlier round is under way together, and the same question once a round.
 *
 * Nobody is given an answer that was asked for before they asked: a question that comes later may have another answer.
 */
export class CoalescedQueries<Question, Answer> {
  private next: Round<Question, Answer> | undefined;
  private underWay: Promise<unknown> | undefined;

  /**
   * @param keyOf tells questions apart
   * @param askAll answers in the order asked
   * @param patienceMs for how long a round waits for the one before: one that is not answered must not hold up all
   * others
   */
  constructor(
    private readonly keyOf: (question: Question) => string,
    private readonly askAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
    private readonly patienceMs: number,
  ) {}

  /**
   * @returns the answers in the order asked
   * @throws what asking threw, if it threw for the round; a round holds the questions of others too
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
