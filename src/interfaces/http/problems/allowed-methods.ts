import type { Request } from 'express';

/** The parts of an Express router that are used; only this file knows its internals. */
interface Layer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): unknown;
}

/** The methods of the routes at a request's path, for `Allow`; none if there is no route. */
export function allowedMethods(request: Request): readonly string[] {
  const { stack } = request.app.router as unknown as { readonly stack: readonly Layer[] };
  const methods = stack
    .filter(({ route }) => route !== undefined)
    .filter((layer) => Boolean(layer.match(request.path)))
    .flatMap(({ route }) => Object.keys(route?.methods ?? {}))
    .filter((method) => method !== '_all')
    .map((method) => method.toUpperCase());
  if (methods.length === 0) return [];
  const implied = methods.includes('GET') ? ['HEAD', 'OPTIONS'] : ['OPTIONS'];
  return [...new Set([...methods, ...implied])];
}
