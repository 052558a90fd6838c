const FRAME = /^\s+at \S.*$/;

/**
 * Returns where an error was thrown, without its message: the frames of its stack, innermost first.
 *
 * The message is at the start of the stack and may quote the event that a rule failed on, in lines that look like
 * frames. It is therefore cut off first. If it is not found (it was changed after the throw), no frames are returned.
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
