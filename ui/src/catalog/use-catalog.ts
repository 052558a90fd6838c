import { inject, shallowRef, type InjectionKey, type ShallowRef } from 'vue';
import { isSample, readCatalog } from './read-catalog';
import type { Stream } from './stream';

/** The streams on offer, or why they are not known. */
export type Catalog =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly streams: readonly Stream[]; readonly isSample: boolean }
  | { readonly kind: 'failed' };

/** What the catalogue is provided under. */
export const catalogKey: InjectionKey<ShallowRef<Catalog>> = Symbol('catalog');

/** The catalogue of the service that serves this page. */
export function useCatalog(): ShallowRef<Catalog> {
  return inject(catalogKey, () => shallowRef<Catalog>({ kind: 'loading' }), true);
}

/** Reads the catalogue from the API description. */
export async function loadCatalog(catalog: ShallowRef<Catalog>): Promise<void> {
  catalog.value = { kind: 'loading' };
  try {
    const response = await fetch(new URL('../?spec', location.href));
    if (!response.ok) throw new Error(`${response.status}`);
    const description: unknown = await response.json();
    catalog.value = { kind: 'loaded', streams: readCatalog(description), isSample: isSample(description) };
  } catch {
    catalog.value = { kind: 'failed' };
  }
}

/** The stream of that name or alias. */
export function findStream(catalog: Catalog, name: string): Stream | undefined {
  if (catalog.kind !== 'loaded') return undefined;
  return catalog.streams.find((stream) => stream.name === name || stream.aliases.includes(name));
}
