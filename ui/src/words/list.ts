const count = new Intl.NumberFormat();

/** "1 event", "1,234 events". */
function events(number: number): string {
  return `${count.format(number)} ${number === 1 ? 'event' : 'events'}`;
}

/** What the list of events says. */
export const words = {
  list: 'Events',
  tools: 'Tools of the list',
  search: 'Search what was received',
  order: 'Order',
  newestFirst: 'Newest first',
  newestLast: 'Newest last',
  pause: 'Pause',
  pauseTitle: 'Goes on receiving, and shows it later',
  resume: 'Resume',
  clear: 'Clear',
  clearTitle: 'Forgets what was received; the stream goes on',

  events,
  kept: (kept: number, received: number): string => `The newest ${count.format(kept)} of ${events(received)}`,
  found: (found: number, all: number): string => `${count.format(found)} of ${events(all)} found`,
  unnarrowed: (earlier: number): string => `${count.format(earlier)} from before the filter was applied`,
  paused: (held: number): string => `Paused: ${events(held)} held back`,
  dropped: (dropped: number): string => `${events(dropped)} more than can be held back will not be shown`,
  newer: (newer: number): string =>
    newer === 0 ? 'Back to the newest' : `${count.format(newer)} new ${newer === 1 ? 'event' : 'events'}`,
  keys: '↑ ↓ move · Enter opens · Esc closes, then follows the newest · / searches · P pauses',

  columns: {
    time: 'Time',
    stream: 'Stream',
    wiki: 'Wiki',
    title: 'Title',
    size: 'Bytes',
    user: 'User',
    comment: 'Comment',
    open: 'Open',
  },
  open: 'Open this event',
  become: 'became',
  nothingTold: 'No title',
  bytes: (from: string, to: string): string => `${from} → ${to} bytes`,
  bytesUnit: 'bytes',
  marks: { bot: 'bot', minor: 'minor', canary: 'canary', revert: 'revert' },
  facts: { added: 'added', removed: 'removed', hidden: 'hidden', visible: 'visible' },

  empty: {
    'nothing-chosen': {
      title: 'Nothing is being watched',
      hint: 'Choose one or more streams, and start to watch.',
    },
    stopped: {
      title: 'Stopped',
      hint: 'Start, to receive what happens in the streams that are chosen.',
    },
    connecting: { title: 'Connecting …', hint: 'Events are listed here as they happen.' },
    refused: {
      title: 'The service refused this',
      hint: 'Its reason is at the top. Choose otherwise, and start again.',
    },
    interrupted: { title: 'Not connected', hint: 'What the connection waits for is said at the top.' },
    paused: { title: 'Paused', hint: 'What arrives meanwhile is held back until you resume.' },
    'not-found': { title: 'Nothing found', hint: 'Events that arrive from now on are searched as well.' },
    quiet: {
      title: 'Connected, nothing has happened yet',
      hint: 'Events are listed here as they happen. To see earlier ones, choose a time to start from.',
    },
    filtered: {
      title: 'Connected, nothing that the filter accepts has happened yet',
      hint: 'Events are listed here as they happen. To see more of them, loosen the filter.',
    },
  },
  notFound: (search: string): string => `Nothing that was received has “${search}”`,
  searchNothing: 'Show all',
} as const;
