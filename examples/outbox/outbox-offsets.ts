import { OffsetResolver } from 'eventstreams';
import type { Bounds, TopicPartition } from 'eventstreams';
import type { Outbox } from './outbox.js';

const find = `SELECT first, next, (SELECT min(place) FROM outbox o
  WHERE o.topic = p.topic AND o.partition = p.partition AND at >= $3) AS place
  FROM partitions p WHERE topic = $1 AND partition = $2`;

/** Knows what an outbox holds. */
export class OutboxOffsets extends OffsetResolver {
  constructor(private readonly outbox: Outbox) {
    super();
  }

  override async logId(): Promise<string> {
    const [log] = await this.outbox.ask<{ id: string }>('SELECT id FROM log', []);
    return log?.id ?? 'none';
  }

  override async partitions(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const count = 'SELECT topic, count(*)::int FROM partitions WHERE topic = ANY($1) GROUP BY topic';
    const rows = await this.outbox.ask<{ topic: string; count: number }>(count, [topics]);
    return new Map(rows.map((row) => [row.topic, row.count]));
  }

  override async bounds(partitions: readonly TopicPartition[]): Promise<readonly Bounds[]> {
    const all = await Promise.all(partitions.map((at) => this.outbox.rows(find, at, 0)));
    return all.map(([{ first, next }]) => ({ start: first, end: next }));
  }

  override async offsetAt(
    partitions: readonly TopicPartition[],
    timestamp: number,
  ): Promise<(number | undefined)[]> {
    const all = await Promise.all(partitions.map((at) => this.outbox.rows(find, at, timestamp)));
    return all.map(([{ place }]) => place ?? undefined);
  }
}
