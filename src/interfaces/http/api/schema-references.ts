import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';

/** The base URI of a schema that has none. */
const nowhere = 'schema://nowhere/';

/** Pointers to parts that have another location or name in draft 2020-12. */
const MOVED = /\/(?:items\/\d|additionalItems|dependencies\/)/;

/** Resolves the references of one schema, to parts found by JSON pointer, by `$id` or by anchor. */
export class SchemaReferences {
  /** The JSON pointer and the value of each part, by absolute URI. */
  private readonly parts = new Map<string, readonly [string, unknown]>();
  private readonly bases = new Map<unknown, string>();

  /** @param place the location of the converted schema: a JSON pointer as a URI fragment */
  constructor(
    private readonly root: JsonSchema,
    private readonly place: string,
  ) {
    this.parts.set(nowhere, ['', root]);
    this.visit(root, nowhere, '');
  }

  /**
   * Resolves a reference of a part; `undefined` if it leads out of the schema. If the part has its own base, the
   * reference is also tried from the root, because authors write such references, and draft 7 resolves them so if the
   * base is next to the reference.
   */
  resolve(reference: string, holder: JsonSchema): string | undefined {
    return (
      this.resolveFrom(this.bases.get(holder), reference) ??
      this.resolveFrom(this.bases.get(this.root), reference)
    );
  }

  private resolveFrom(base: string | undefined, reference: string): string | undefined {
    if (!URL.canParse(reference, base)) return undefined;
    const [uri = '', fragment = ''] = new URL(reference, base).href.split('#');
    const isPointer = fragment === '' || fragment.startsWith('/');
    const found = this.parts.get(isPointer ? uri : `${uri}#${fragment}`);
    if (found === undefined) return undefined;
    const [pointer, part] = found;
    if (!isPointer) return `${this.place}${pointer}`;
    return MOVED.test(fragment) || !has(part, fragment) ? undefined : `${this.place}${pointer}${fragment}`;
  }

  private visit(value: unknown, outer: string, pointer: string): void {
    if (typeof value !== 'object' || value === null) return;
    let base = outer;
    for (const key of ['$id', 'id', '$anchor']) {
      const id = (value as JsonSchema)[key];
      if (typeof id !== 'string') continue;
      const reference = key === '$anchor' ? `#${id}` : id;
      if (!URL.canParse(reference, outer)) continue;
      const { href } = new URL(reference, base);
      const uri = href.replace(/#$/, '');
      if (!this.parts.has(uri)) this.parts.set(uri, [pointer, value]);
      if (!reference.startsWith('#')) base = uri.replace(/#.*$/, '');
    }
    this.bases.set(value, base);
    for (const [key, member] of Object.entries(value)) this.visit(member, base, `${pointer}/${token(key)}`);
  }
}

/**
 * Encodes a key as a token of a JSON pointer in a URI fragment. A lone surrogate, which no URI can contain, becomes
 * U+FFFD.
 *
 * @see RFC 6901 §6
 */
function token(key: string): string {
  return encodeURIComponent(Buffer.from(key.replaceAll('~', '~0').replaceAll('/', '~1')).toString());
}

function has(part: unknown, fragment: string): boolean {
  let found = part;
  for (const text of fragment.split('/').slice(1)) {
    const key = keyOf(text);
    if (key === undefined || typeof found !== 'object' || found === null || !Object.hasOwn(found, key))
      return false;
    found = (found as JsonSchema)[key];
  }
  return typeof found === 'object' || typeof found === 'boolean';
}

function keyOf(text: string): string | undefined {
  try {
    return decodeURIComponent(text).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return undefined;
  }
}
