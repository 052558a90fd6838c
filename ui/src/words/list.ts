const count = new Intl.NumberFormat();

/** "1 event", "1,234 events". */
function events(number: number): string {
  return `${count.format(number)} ${number === 1 ? 'event' : 'events'}`;
}

/** What the list of events says. */
export const words = {
  list: 'Events',
  tools: 'List toolbar',
  search: 'Search received events',
  order: 'Order',
  newestFirst: 'Newest first',
  newestLast: 'Newest last',
  pause: 'Pause',
  pauseTitle: 'Keeps receiving, and shows the events later',
  resume: 'Resume',
  clear: 'Clear',
  clearTitle: 'Removes received events; the stream continues',

  events,
  kept: (kept: number, received: number): string => `The newest ${count.format(kept)} of ${events(received)}`,
  found: (found: number, all: number): string => `${count.format(found)} of ${events(all)} found`,
  unnarrowed: (earlier: number): string => `${count.format(earlier)} from before the filter was applied`,
  paused: (held: number): string => `Paused: ${events(held)} waiting`,
  dropped: (dropped: number): string => `${events(dropped)} more than can be kept will not be shown`,
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
      title: 'No streams open',
      hint: 'Choose one or more streams, and press Start.',
    },
    stopped: {
      title: 'Stopped',
      hint: 'Press Start to receive events of the chosen streams.',
    },
    connecting: { title: 'Connecting …', hint: 'Events appear here as they happen.' },
    refused: {
      title: 'The service refused the request',
      hint: 'The reason is shown at the top. Change your choice, and start again.',
    },
    interrupted: { title: 'Not connected', hint: 'The state of the connection is shown at the top.' },
    paused: { title: 'Paused', hint: 'New events are kept until you resume.' },
    'not-found': { title: 'Nothing found', hint: 'New events are searched as well.' },
    quiet: {
      title: 'Connected, no events yet',
      hint: 'Events appear here as they happen. To see earlier ones, choose a time to start from.',
    },
    filtered: {
      title: 'Connected, no matching events yet',
      hint: 'Events appear here as they happen. To see more, relax the filter.',
    },
  },
  notFound: (search: string): string => `No received event contains “${search}”`,
  searchNothing: 'Show all',
} as const;
