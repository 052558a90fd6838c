import type { Language } from '../take-away/programs';

/** What the panel for taking things elsewhere says. */
export const words = {
  program: 'Read on elsewhere',
  programAbout: 'The same streams and filter, as a command or program.',
  chooseFirst: 'Choose a stream first.',
  start: 'Start',
  now: 'Now',
  since: (time: string): string => `From ${time}`,
  here: 'After what was received here',
  hereUntil: (time: string): string => `After what was received here, until ${time}`,
  moveOn: 'Move on to now',
  language: 'Language',
  copyProgram: 'Copy program',
  install: 'Needs:',
  download: 'Download',
  downloadAbout: 'What was received, as newline-delimited JSON: each event as it was sent.',
  all: 'All that is kept',
  listed: 'What the search lists',
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
  curl: { name: 'curl', note: 'One event a line. It does not come back after a cut.' },
  browser: { name: 'JavaScript', note: 'For a page of any origin. It comes back by itself after a cut.' },
  node: {
    name: 'Node.js',
    note: 'As a module (.mjs), of Node.js 18 or later. It does not come back after a cut.',
  },
  pywikibot: {
    name: 'pywikibot',
    install: 'pip install pywikibot requests-sse',
    note: 'It comes back by itself after a cut, and leaves canary events out.',
  },
  'requests-sse': {
    name: 'requests-sse',
    install: 'pip install requests-sse',
    note: 'It comes back by itself after a cut.',
  },
};
