/** One block of a stream of Server-Sent Events, as the server sent it. */
export interface Block {
  /** The type, `message` where none is given. */
  readonly event: string;
  /** The lines of data, joined; absent where there were none. */
  readonly data?: string;
  /** Where to resume after this block; absent where the block says nothing of it. */
  readonly id?: string;
  /** How long to wait before connecting again, in milliseconds. */
  readonly retryMs?: number;
  /** What comments said, such as `ok` or why the server has no room. */
  readonly comments: readonly string[];
}

/**
 * Cuts text into blocks, wherever the text itself was cut.
 *
 * The known parsers tell only of blocks with data. This service also sends ids alone: where a stream starts, and how
 * far it has moved while nothing matched. Who misses them reads hours again.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export class BlockDecoder {
  #rest = '';
  #fields: [name: string, value: string][] = [];

  /** The blocks that this text completes. */
  decode(text: string): Block[] {
    const blocks: Block[] = [];
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const field = fieldOf(line.endsWith('\r') ? line.slice(0, -1) : line);
      if (field !== undefined) this.#fields.push(field);
      else if (this.#fields.length > 0) {
        blocks.push(blockOf(this.#fields));
        this.#fields = [];
      }
    }
    return blocks;
  }
}

/** `undefined` for the empty line that ends a block. A comment is a field without a name. */
function fieldOf(line: string): [string, string] | undefined {
  if (line === '') return undefined;
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  return [line.slice(0, colon), line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)];
}

function blockOf(fields: readonly (readonly [string, string])[]): Block {
  const all = (name: string): string[] => fields.flatMap(([key, value]) => (key === name ? [value] : []));
  const data = all('data');
  const id = all('id').at(-1);
  const retry = all('retry').findLast((value) => /^\d+$/.test(value));
  return {
    event: all('event').at(-1) ?? 'message',
    comments: all(''),
    ...(data.length > 0 && { data: data.join('\n') }),
    ...(id !== undefined && { id }),
    ...(retry !== undefined && { retryMs: Number(retry) }),
  };
}
