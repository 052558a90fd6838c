import type { Language } from '../take-away/programs';

/** What the panel for taking things elsewhere says. */
export const words = {
  program: 'Read with a program',
  programAbout: 'The same streams and filter, as a command or program.',
  chooseFirst: 'Choose a stream first.',
  start: 'Start',
  now: 'Now',
  since: (time: string): string => `From ${time}`,
  here: 'After the last event received here',
  hereUntil: (time: string): string => `After the last event received here, until ${time}`,
  moveOn: 'Use the current position',
  language: 'Language',
  copyProgram: 'Copy program',
  install: 'Needs:',
  download: 'Download',
  downloadAbout: 'Received events as newline-delimited JSON, each as it was sent.',
  all: 'All kept events',
  listed: 'Search results',
  size: (events: string, size: string): string => `${events} events, about ${size}`,
  saved: (name: string, events: string, bytes: string): string => `${name}: ${events} events, ${bytes} bytes`,
  link: 'Share this view',
  linkAbout: 'A link opens the same streams, filter and search. It starts now, or where this view started.',
  copyLink: 'Copy link',
  copyLinkHere: 'Copy link from this point in time',
} as const;

/** What languages are called, and what is said of each. */
export const languages: Readonly<
  Record<Language, { readonly name: string; readonly install?: string; readonly note: string }>
> = {
  curl: { name: 'curl', note: 'One event per line. Does not reconnect.' },
  browser: { name: 'JavaScript', note: 'For pages of any origin. Reconnects automatically.' },
  node: {
    name: 'Node.js',
    note: 'A module (.mjs) for Node.js 18 or later. Does not reconnect.',
  },
  pywikibot: {
    name: 'pywikibot',
    install: 'pip install pywikibot requests-sse',
    note: 'Reconnects automatically, and leaves out canary events.',
  },
  'requests-sse': {
    name: 'requests-sse',
    install: 'pip install requests-sse',
    note: 'Reconnects automatically.',
  },
};
