/** The name, version and description of the service. */
export const serviceInfo = {
  name: 'eventstreams',
  version: '0.1.0',
  description: 'Kafka topics on the public web, as Server-Sent Events or newline-delimited JSON',
  home: 'https://wikitech.wikimedia.org/wiki/Event_Platform/EventStreams',
} as const;
