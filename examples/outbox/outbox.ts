/**
 * A log that is a table in Postgres, the outbox of an application: what `own-log.ts` streams.
 *
 * A record's place is taken from the row of its partition, which stays locked until the transaction ends. So places
 * become visible in their order, and a reader misses none.
 */
import type { PGliteInterface } from '@electric-sql/pglite';
import { PartitionGone, SourceUnavailable } from 'eventstreams';
import type { TopicPartition } from 'eventstreams';
import { Observable, share } from 'rxjs';

export const outboxSchema = `
  CREATE TABLE log AS SELECT substr(md5(random()::text), 1, 8) AS id;
  CREATE TABLE partitions (topic text, partition int, first int DEFAULT 0, next int DEFAULT 0, PRIMARY KEY (topic, partition));
  CREATE TABLE outbox (topic text, partition int, place int, at bigint, value bytea, PRIMARY KEY (topic, partition, place));`;

/**
 * Appends a record: $1 topic, $2 partition, $3 milliseconds since the epoch, $4 bytes. `NOTIFY outbox` tells readers.
 */
export const appendToOutbox = `
  WITH taken AS (UPDATE partitions SET next = next + 1 WHERE topic = $1 AND partition = $2 RETURNING next - 1 AS place)
  INSERT INTO outbox SELECT $1, $2, place, $3, $4 FROM taken`;

/** As much of a client of Postgres as is used. */
export type Database = Pick<PGliteInterface, 'query' | 'listen'>;

/** A partition, and a record of it. */
export interface Row {
  readonly first: number;
  readonly next: number;
  /** `null`: there is no such record. */
  readonly place: number | null;
  readonly at: number;
  readonly value: Uint8Array | null;
}

/** The tables, with failures as the ports have them. */
export class Outbox {
  /** Emits when records may have come. */
  readonly told = new Observable((subscriber) => {
    const listening = this.database.listen('outbox', () => subscriber.next(undefined));
    return () => void listening.then((stop) => stop());
  }).pipe(share());

  constructor(private readonly database: Database) {}

  async ask<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    try {
      return (await this.database.query<T>(sql, parameters)).rows;
    } catch (cause) {
      throw new SourceUnavailable('The outbox does not answer', { cause });
    }
  }

  async rows(
    sql: string,
    { topic, partition }: TopicPartition,
    from: number,
  ): Promise<readonly [Row, ...Row[]]> {
    const [row, ...others] = await this.ask<Row>(sql, [topic, partition, from]);
    if (!row) throw new PartitionGone(`There is no partition ${partition} of "${topic}"`);
    return [row, ...others];
  }
}
