import type { StreamEvent } from '../../../src/domain/stream-event.js';
import type { Stream } from '../../../src/domain/stream.js';
import type { JsonSchema } from '../../../src/domain/ports/stream-schemas.js';
import { keptEvent } from '../../contracts/filter-compiler.contract.js';
import { CelFilterCompiler } from '../../../src/infrastructure/cel/cel-filter-compiler.js';

/** An event as it is kept. */
export function eventOf(event: unknown): StreamEvent {
  return keptEvent(JSON.stringify(event));
}

function streamOf(name: string): Stream {
  return {
    name,
    topics: [name],
    topicsAllowed: [name],
    aliases: [],
    canaryEventsEnabled: false,
  };
}

/** A compiler that knows the schemas of some streams. */
export function compilerOf(schemas: Readonly<Record<string, JsonSchema>> = {}): CelFilterCompiler {
  return new CelFilterCompiler(({ name }) => schemas[name]);
}

/** Whether an expression accepts an event. */
export function accepts(expression: string, event: unknown): boolean {
  return compilerOf().compile(expression, []).accepts(eventOf(event));
}

/** What is wrong with an expression. */
export function complaint(expression: string, schemas: Readonly<Record<string, JsonSchema>> = {}): string {
  try {
    compilerOf(schemas).compile(expression, Object.keys(schemas).map(streamOf));
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'no error';
  }
  return 'none';
}
