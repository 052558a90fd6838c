import { BlockDecoder, type Block } from './block-decoder';

/** Thrown where nothing was received for too long, not even a heartbeat. */
export class Silence extends Error {}

/**
 * The blocks of a response's body, piece by piece as they arrive.
 * @param silenceMs how long nothing may arrive
 * @throws {Silence} the body is given up
 */
export async function* readBlocks(
  body: ReadableStream<Uint8Array>,
  silenceMs: number,
): AsyncGenerator<readonly Block[], void> {
  const decoder = new BlockDecoder();
  const text = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { value, done } = await within(silenceMs, reader.read());
      if (done) return;
      yield decoder.decode(text.decode(value, { stream: true }));
    }
  } finally {
    // Where the connection is gone already, there is nothing left to tell it.
    await reader.cancel().catch(() => undefined);
  }
}

async function within<Result>(ms: number, result: Promise<Result>): Promise<Result> {
  let alarm: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    alarm = setTimeout(() => reject(new Silence()), ms);
  });
  try {
    return await Promise.race([result, silence]);
  } finally {
    clearTimeout(alarm);
  }
}
