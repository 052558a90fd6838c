import { isObject, type JsonObject } from '../json';

/** An event as the page holds it. */
export interface ReceivedEvent {
  /** Counts what this page received: 1, 2, 3, … Names the event as long as the page is open. */
  readonly sequence: number;
  /** As it was sent: JSON on one line. */
  readonly text: string;
  readonly value: JsonObject;
  /** The stream that it says it belongs to, else its topic. */
  readonly stream: string;
  /** When it happened, in milliseconds since the epoch; when it was received where it does not say. */
  readonly timeMs: number;
}

/** An event from the data of a block, or `undefined` where that is not an event. */
export function readEvent(text: string, sequence: number, nowMs = Date.now()): ReceivedEvent | undefined {
  const value = JSON.parse(text) as unknown;
  if (!isObject(value)) return undefined;
  const meta = isObject(value['meta']) ? value['meta'] : {};
  const time = Date.parse(textOf(meta['dt']) ?? textOf(value['dt']) ?? '');
  return {
    sequence,
    text,
    value,
    stream: textOf(meta['stream']) ?? textOf(meta['topic']) ?? '',
    timeMs: Number.isNaN(time) ? nowMs : time,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
