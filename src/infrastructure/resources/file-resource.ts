import { open } from 'node:fs/promises';
import { UnreadableResource } from './unreadable-resource.js';

/** Error codes that only mean that there is no such file. */
const absent = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/**
 * Reads a text file.
 *
 * @param path a local path, or a `file:` URL
 * @param maxBytes a larger file is not read
 * @param signal aborts the read
 * @throws {UnreadableResource}
 */
export async function readTextFile(
  path: string | URL,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > maxBytes) throw new UnreadableResource(`has more than ${maxBytes} bytes`, true);
      return await file.readFile({ encoding: 'utf8', signal });
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof UnreadableResource) throw cause;
    const { code, name } = cause as NodeJS.ErrnoException;
    throw new UnreadableResource(`cannot be read (${code ?? name})`, absent.has(code ?? ''), { cause });
  }
}
