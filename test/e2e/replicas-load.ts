import { partitionKey } from '../../src/domain/topic-partition.js';
import type { TopicPartition } from '../../src/domain/topic-partition.js';
import type { Entry, Ledger } from '../torture/ledger.js';
import { Load } from '../torture/load.js';
import type { TortureReader } from '../torture/torture-reader.js';
import { judge } from '../torture/verdict.js';

const everyMs = 25;
const portion = 3;

/** Events that are produced all the time, to one partition after the other, and what readers make of them. */
export class ReplicasLoad {
  private readonly load: Load;
  private timer: NodeJS.Timeout | undefined;
  private sent: Promise<unknown> = Promise.resolve();
  private turn = 0;

  constructor(
    brokers: readonly string[],
    private readonly ledger: Ledger,
    private readonly partitions: readonly TopicPartition[],
  ) {
    this.load = new Load(brokers, ledger);
  }

  begin(): void {
    this.timer = setInterval(() => {
      const at = this.partitions[this.turn % this.partitions.length];
      this.turn += 1;
      if (at) this.sent = this.sent.then(() => this.load.produce(at, 'plain', portion));
    }, everyMs);
  }

  /** Writes one more event to each partition. @returns them; whoever has these has been sent all before */
  async mark(): Promise<readonly { readonly at: TopicPartition; readonly n: number }[]> {
    const marks = this.partitions.map(async (at) => ({ at, n: await this.insistOn(at) }));
    return Promise.all(marks);
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.sent;
    await this.load.close();
  }

  /** By the ledger, and by what is known to be in the log because some reader was sent it. */
  judge(readers: readonly TortureReader[]): readonly ReturnType<typeof judge>[] {
    const traces = readers.map(({ trace }) => trace);
    for (const at of this.partitions) {
      const offsets = traces
        .flatMap(({ items }) => items)
        .flatMap((item) =>
          item.kind === 'event' && partitionKey(item.at) === partitionKey(at)
            ? [[item.n, item.offset] as const]
            : [],
        );
      this.ledger.confirm(at, new Map(offsets));
    }
    return traces.map((trace) => judge(this.ledger, trace));
  }

  /** A topic that is new takes nothing for a moment. */
  private async insistOn(at: TopicPartition): Promise<number> {
    for (;;) {
      const before = this.load.failed;
      const [entry]: readonly (Entry | undefined)[] = await this.load.produce(at, 'plain', 1);
      if (entry && this.load.failed === before) return entry.n;
    }
  }
}
