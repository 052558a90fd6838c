import type { Problem } from './problem';

/** How a connection stands to the service. */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Tries again at that time, in milliseconds since the epoch. */
  | { readonly kind: 'waiting'; readonly untilMs: number; readonly why: Interruption }
  /** Trying again would bring the same answer. */
  | { readonly kind: 'refused'; readonly problem: Problem };

/** Why a stream ended though nobody closed it. */
export type Interruption =
  /** The server ended the stream without a word, as it does when it restarts. */
  | { readonly kind: 'ended' }
  /** No answer: the network, or the service, is away. */
  | { readonly kind: 'unreachable' }
  /** Connected, yet nothing came, not even a sign of life. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'problem'; readonly problem: Problem };
