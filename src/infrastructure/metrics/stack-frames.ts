const FRAME = /^\s+at \S.*$/;

/**
 * Where an error was thrown, without what it says: the frames of its stack, innermost first.
 *
 * The message stands at the head of the stack and may quote the event that a rule failed on, in lines that look like
 * frames. So it is cut off first; where it is not found (it was changed after the throw), no frame is given.
 */
export function stackFrames(error: unknown): readonly string[] {
  if (!(error instanceof Error) || error.stack === undefined) return [];
  const messageStart = error.stack.indexOf(error.message);
  if (messageStart < 0) return [];
  return error.stack
    .slice(messageStart + error.message.length)
    .split('\n')
    .filter((line) => FRAME.test(line))
    .map((line) => line.trim());
}
