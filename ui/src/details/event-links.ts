import { isObject } from '../json';
import type { ReceivedEvent } from '../watch/received-event';

/** An address that an event names. */
export interface EventLink {
  readonly kind: 'page' | 'change';
  readonly href: string;
}

/** The addresses that an event gives for itself, where following them is safe: events are written by anybody. */
export function linksOf({ value }: ReceivedEvent): readonly EventLink[] {
  const meta = isObject(value['meta']) ? value['meta'] : {};
  const links = [
    { kind: 'page', address: meta['uri'] },
    { kind: 'change', address: value['notify_url'] },
  ] as const;
  return links.flatMap(({ kind, address }) => {
    const href = safeAddress(address);
    return href === undefined ? [] : [{ kind, href }];
  });
}

function safeAddress(address: unknown): string | undefined {
  if (typeof address !== 'string' || !URL.canParse(address)) return undefined;
  const { protocol, href } = new URL(address);
  return protocol === 'http:' || protocol === 'https:' ? href : undefined;
}
