/** What the frame of the page says. */
export const words = {
  name: 'EventStreams',
  sample: 'Sample events (generated)',
  links: 'Links',
  apiDescription: 'API description',
  choose: 'Choose streams',
  chooseShort: 'Streams',
  understand: 'Details',
  overview: 'Overview',
  event: 'Event',
  takeAway: 'Export',
} as const;
