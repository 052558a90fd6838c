import { PGlite } from '@electric-sql/pglite';
import type { TopicPartition } from 'eventstreams';
import { appendToOutbox, outboxSchema } from '../../examples/outbox/outbox.js';
import { OutboxLog } from '../../examples/outbox/outbox-log.js';
import type { LogHarness, NewRecord } from '../contracts/log-harness.js';

/** The outbox of the examples under the contract suites. It has transactions, but none shows before it has ended. */
export class OutboxHarness implements LogHarness {
  private readonly database = new PGlite();
  private readonly log = new OutboxLog({
    query: (...query) => (this.isAway ? Promise.reject(new Error('away')) : this.database.query(...query)),
    listen: (...listen) => this.database.listen(...listen),
  });
  readonly source = this.log.source;
  readonly resolver = this.log.offsets;
  private isAway = false;
  private topics = 0;

  async open(): Promise<void> {
    await this.database.exec(outboxSchema);
  }

  async close(): Promise<void> {
    await this.database.close();
  }

  uniqueTopic(): string {
    return `topic-${++this.topics}`;
  }

  createTopic(name: string, partitions: number): Promise<void> {
    return this.addPartitions(name, partitions);
  }

  async addPartitions(topic: string, total: number): Promise<void> {
    const add = 'INSERT INTO partitions SELECT $1, generate_series(0, $2 - 1) ON CONFLICT DO NOTHING';
    await this.database.query(add, [topic, total]);
  }

  async deleteTopic(name: string): Promise<void> {
    await this.database.query('DELETE FROM outbox WHERE topic = $1', [name]);
    await this.database.query('DELETE FROM partitions WHERE topic = $1', [name]);
  }

  async append({ topic, partition }: TopicPartition, records: readonly NewRecord[]): Promise<void> {
    await this.database.transaction(async (transaction) => {
      for (const { timestamp, value } of records) {
        const bytes = value === null ? null : Buffer.from(value);
        await transaction.query(appendToOutbox, [topic, partition, timestamp, bytes]);
      }
      await transaction.query('NOTIFY outbox');
    });
  }

  committedTransaction(at: TopicPartition, records: readonly NewRecord[]): Promise<void> {
    return this.append(at, records);
  }

  abortedTransaction(): Promise<void> {
    return Promise.reject(new Error('An aborted transaction leaves nothing in the outbox'));
  }

  openTransaction(): Promise<never> {
    return Promise.reject(new Error('An open transaction shows nothing in the outbox'));
  }

  async deleteRecordsBefore({ topic, partition }: TopicPartition, offset: number): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const at = [topic, partition, offset];
      await transaction.query('UPDATE partitions SET first = $3 WHERE topic = $1 AND partition = $2', at);
      await transaction.query('DELETE FROM outbox WHERE topic = $1 AND partition = $2 AND place < $3', at);
    });
  }

  interrupt(): Promise<() => Promise<void>> {
    this.isAway = true;
    return Promise.resolve(() => {
      this.isAway = false;
      return Promise.resolve();
    });
  }
}
