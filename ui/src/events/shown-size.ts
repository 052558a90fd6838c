import { words } from '../words/list';
import type { SizeChange } from './summary';

const signed = new Intl.NumberFormat(undefined, { signDisplay: 'exceptZero' });
const plain = new Intl.NumberFormat();

/** A change of size, for eyes and ears. */
export interface ShownSize {
  readonly trend: 'grown' | 'shrunk' | 'same';
  /** With its sign, which says without colours what it is: "+1,234", "−56". */
  readonly text: string;
  /** In full: from where to where. */
  readonly title: string;
}

/** How a change of size is shown. */
export function shownSize({ from = 0, to }: SizeChange): ShownSize {
  const bytes = to - from;
  return {
    trend: bytes > 0 ? 'grown' : bytes < 0 ? 'shrunk' : 'same',
    // A hyphen is shorter than a plus and easily overlooked.
    text: signed.format(bytes).replace('-', '\u2212'),
    title: words.bytes(plain.format(from), plain.format(to)),
  };
}
