import { isUtf8 } from 'node:buffer';
import { countMembers } from '../../domain/json/count-members.js';
import { valuesAt } from '../../domain/json/repeated-keys.js';
import { type EventPosition, spliceCounting, spliceEvent } from '../../domain/json/splice-event.js';
import type { Chunk, LogRecord } from '../../domain/log-record.js';
import type { Redaction, RedactionContext, Redactor } from '../../domain/ports/redactor.js';
import type { StreamCatalog } from '../../domain/ports/stream-catalog.js';
import type { RecordOutcome, Telemetry } from '../../domain/ports/telemetry.js';
import { type Event, isObject, memberAt } from '../../domain/redaction/event-member.js';
import type { StreamEvent } from '../../domain/stream-event.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import { redactWithDuplicateKeys } from './redact-duplicate-keys.js';

const domainPath = ['meta', 'domain'];
const canaryDomain = 'canary';

interface Decoded {
  readonly text: string;
  readonly event: Event;
  /** How much memory each character takes: two bytes where any is beyond Latin-1. */
  readonly characterBytes: 1 | 2;
}

/** What may be published of an event. */
interface Leaving {
  readonly json: string;
  readonly redaction: Redaction | undefined;
  readonly canary: boolean;
}

interface Processed {
  readonly event: StreamEvent;
  readonly outcome: RecordOutcome;
}

/**
 * Turns records into events that may be published: decodes, redacts and serialises each once, and counts the outcomes.
 * Events keep no memory of their records alive.
 */
export class EventPipeline {
  constructor(
    private readonly redactor: Redactor,
    private readonly catalog: StreamCatalog,
    private readonly telemetry: Telemetry,
  ) {}

  /**
   * One event for each record of a chunk, in order.
   *
   * @param live whether a feed reads it, not a replay: only then are redactions logged
   */
  processChunk(
    partition: TopicPartition,
    { records }: Pick<Chunk, 'records'>,
    live: boolean,
  ): readonly StreamEvent[] {
    const context = this.contextOf(partition.topic);
    const counts = new Map<RecordOutcome, number>();
    const events = records.map((record) => {
      const { event, outcome } = this.processOne(partition, record, context, live);
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      return event;
    });
    for (const [outcome, count] of counts) this.telemetry.recordsRead(partition.topic, outcome, count);
    return events;
  }

  /** Identifies the streams that a topic belongs to. If they change, so do the redaction rules. */
  rulesFor(topic: string): string {
    return this.contextOf(topic).streams.join();
  }

  private contextOf(topic: string): RedactionContext {
    return { topic, streams: this.catalog.streamsOf(topic).map(({ name }) => name) };
  }

  private processOne(
    { topic, partition }: TopicPartition,
    record: LogRecord,
    context: RedactionContext,
    live: boolean,
  ): Processed {
    if (record.value === null) return unsent(record, 'tombstone');
    const decoded = decode(record.value);
    if (!decoded) return unsent(record, 'undecodable');
    const position = { topic, partition, offset: record.offset };
    const leaving = this.leavingOf(decoded, position, context);
    if (typeof leaving === 'string') return unsent(record, leaving);
    const { json, redaction, canary } = leaving;
    if (redaction) this.telemetry.redacted(position, redaction.rule, live);
    const bytes = json.length * decoded.characterBytes;
    const { offset, timestamp } = record;
    const redacted = redaction !== undefined;
    return { outcome: 'event', event: { offset, timestamp, json, bytes, redacted, canary } };
  }

  /**
   *
   * @returns what may be published, or why nothing may be
   */
  private leavingOf(
    { text, event }: Decoded,
    position: EventPosition,
    context: RedactionContext,
  ): Leaving | 'withheld' | 'undecodable' {
    const redaction = this.ask(position, () => this.redactor.redact(event, context));
    if (redaction === 'withheld') return redaction;
    const { json, members } = spliceCounting(text, position, redaction?.remove);
    if (members === countMembers(event))
      return { json, redaction, canary: memberAt(event, domainPath) === canaryDomain };
    return this.leavingOfRepeating(text, position, context);
  }

  /** The same for events that repeat a key: every value that a parser could read counts. Rare, so it may be slow. */
  private leavingOfRepeating(
    text: string,
    position: EventPosition,
    context: RedactionContext,
  ): Leaving | 'withheld' | 'undecodable' {
    if (!valuesAt(text, ['meta']).every(isObject)) return 'undecodable';
    const redaction = this.ask(position, () => redactWithDuplicateKeys(this.redactor, text, context));
    if (redaction === 'withheld') return redaction;
    const json = spliceEvent(text, position, redaction?.remove);
    return { json, redaction, canary: valuesAt(text, domainPath).includes(canaryDomain) };
  }

  private ask(
    position: EventPosition,
    redact: () => Redaction | undefined,
  ): Redaction | undefined | 'withheld' {
    try {
      return redact();
    } catch (error) {
      this.telemetry.withheld(position, error);
      return 'withheld';
    }
  }
}

/**
 *
 * @returns `undefined` if the bytes or `meta` are not a JSON object
 */
function decode(value: Buffer): Decoded | undefined {
  if (!isUtf8(value)) return undefined;
  const text = value.toString('utf8');
  const event = parse(text);
  if (!isObject(event)) return undefined;
  if (event['meta'] !== undefined && !isObject(event['meta'])) return undefined;
  const isAscii = text.length === value.length;
  return { text, event, characterBytes: isAscii || !/[\u0100-\uffff]/.test(text) ? 1 : 2 };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unsent({ offset, timestamp }: LogRecord, outcome: RecordOutcome): Processed {
  return { outcome, event: { offset, timestamp, json: undefined, bytes: 0, redacted: false, canary: false } };
}
