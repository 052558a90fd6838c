/** What the frame of the page says. */
export const words = {
  name: 'EventStreams',
  sample: 'Sample events, made up',
  links: 'Elsewhere',
  apiDescription: 'API description',
  choose: 'Choose what to watch',
  chooseShort: 'Streams',
  understand: 'Understand it',
  overview: 'Overview',
  event: 'Event',
  takeAway: 'Take away',
} as const;
