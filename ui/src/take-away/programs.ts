import { jsText, pythonText, shellWord } from './quoting';
import type { Wanted } from './wanted';

/** Ways to read a stream elsewhere. */
export type Language = 'curl' | 'browser' | 'node' | 'pywikibot' | 'requests-sse';

/** Operators of services ask programs to say who they are. */
const agent = 'my-tool/1.0 (me@example.org)';

/** A program that reads what is wanted, and shows it. */
export const programs: Readonly<Record<Language, (wanted: Wanted) => string>> = {
  curl: ({ url, parameters, lastEventId }) =>
    [
      `curl --no-buffer --silent --show-error --get ${shellWord(url)}`,
      ...parameters.map(([name, value]) => `--data-urlencode ${shellWord(`${name}=${value}`)}`),
      `--header 'Accept: application/x-ndjson'`,
      ...(lastEventId === undefined ? [] : [`--header ${shellWord(`Last-Event-ID: ${lastEventId}`)}`]),
    ].join(' \\\n  ') + '\n',

  browser: ({ url, parameters, lastEventId }) => `const url = new URL(${jsText(url)});
${searchParameters(lastEventId === undefined ? parameters : [...parameters, ['last_event_id', lastEventId]])}
const source = new EventSource(url);
source.onmessage = ({ data }) => {
  const event = JSON.parse(data);
  console.log(event);
};
source.onerror = () => {
  if (source.readyState === EventSource.CLOSED) console.error("Refused; why is at", url.href);
};
`,

  node: ({ url, parameters, lastEventId }) => `const url = new URL(${jsText(url)});
${searchParameters(parameters)}
const response = await fetch(url, {
  headers: {
    accept: "application/x-ndjson",
    "user-agent": ${jsText(agent)},${lastEventId === undefined ? '' : `\n    "last-event-id": ${jsText(lastEventId)},`}
  },
});
if (!response.ok) throw new Error(await response.text());

let rest = "";
for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + text).split("\\n");
  rest = lines.pop();
  for (const line of lines.filter((line) => line !== "")) {
    const event = JSON.parse(line);
    console.log(event);
  }
}
`,

  pywikibot: (wanted) => `import os

# Without a user-config.py of your own.
os.environ.setdefault("PYWIKIBOT_NO_USER_CONFIG", "2")

from pywikibot.comms.eventstreams import EventStreams

stream = EventStreams(
    url=${pythonText(wanted.url)},
    site=None,
${keywords(wanted)})

for event in stream:
    print(event)
`,

  'requests-sse': (wanted) => `import json

from requests_sse import EventSource

source = EventSource(
    ${pythonText(wanted.url)},
${keywords(wanted)}    headers={"User-Agent": ${pythonText(agent)}},
    timeout=60,
)

with source:
    for message in source:
        if message.type == "message":
            event = json.loads(message.data)
            print(event)
`,
};

function searchParameters(parameters: Wanted['parameters']): string {
  return parameters
    .map(([name, value]) => `url.searchParams.set(${jsText(name)}, ${jsText(value)});\n`)
    .join('');
}

/** What both clients for Python hand on to `requests` and requests-sse. */
function keywords({ parameters, lastEventId }: Wanted): string {
  const pairs = parameters.map(([name, value]) => `        ${pythonText(name)}: ${pythonText(value)},\n`);
  const params = pairs.length === 0 ? '' : `    params={\n${pairs.join('')}    },\n`;
  return `${params}${lastEventId === undefined ? '' : `    latest_event_id=${pythonText(lastEventId)},\n`}`;
}
