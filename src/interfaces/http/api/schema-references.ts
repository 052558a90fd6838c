import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';

/** Stands for the base of a schema that names none. */
const nowhere = 'schema://nowhere/';

/** Parts of a schema that stand elsewhere, or are called otherwise, in draft 2020-12. */
const MOVED = /\/(?:items\/\d|additionalItems|dependencies\/)/;

/** The references of one schema, its parts found by JSON pointer, by `$id` and by anchor. */
export class SchemaReferences {
  /** By absolute URI: the pointer of the part, and the part. */
  private readonly parts = new Map<string, readonly [string, unknown]>();
  private readonly bases = new Map<unknown, string>();

  /** @param place the JSON pointer, as a fragment, of where the schema will stand */
  constructor(
    private readonly root: JsonSchema,
    private readonly place: string,
  ) {
    this.parts.set(nowhere, ['', root]);
    this.visit(root, nowhere, '');
  }

  /**
   * Where a reference of one part leads; `undefined`: out of the schema. Authors take references of a part that has a
   * base of its own from the top as well, as draft 7 does where the base stands beside the reference.
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
 * A key as a token of a JSON pointer in a fragment; half a character, which no URI can hold, becomes U+FFFD.
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
