import type { DocumentedClient, Wanted } from './client.contract.js';
import { queryOf } from './client.contract.js';
import { documentedProgram, documentedUrl } from './documented-program.js';
import { RunningProgram } from './running-program.js';

/** A client that is a program in a process of its own. */
export type DocumentedProgram = DocumentedClient<RunningProgram>;

const path = '/v2/stream/recentchange';

/** A program of the page, with another host, and what it is to read where its client takes it. */
export function inUrl(code: string, serviceUrl: string, wanted: Wanted): string {
  return code.replaceAll(`${documentedUrl}${path}`, `${serviceUrl}${path}${queryOf(wanted)}`);
}

/** What runs a program. */
interface Language {
  /** As the fence says it. */
  readonly name: string;
  readonly command: readonly string[];
  readonly file: string;
}

const javaScript: Language = { name: 'js', command: [process.execPath], file: 'program.mjs' };
const bash: Language = { name: 'bash', command: ['bash'], file: 'program.sh' };

/** Programs that name the service by its URL. */
function documentedClient(name: string, language: Language): DocumentedProgram {
  const code = documentedProgram(name, language.name);
  return {
    name,
    asksByFilter: true,
    start: (serviceUrl, wanted) =>
      Promise.resolve(RunningProgram.start(language.command, language.file, inUrl(code, serviceUrl, wanted))),
  };
}

const eventsource = documentedClient('eventsource', javaScript);

/** Its `since` is part of how it goes on. */
const nodeFetch: DocumentedProgram = {
  name: 'fetch',
  asksByFilter: true,
  start: (serviceUrl, { since, filter }) => {
    const code = documentedProgram('fetch', javaScript.name);
    const program = inUrl(code, serviceUrl, filter === undefined ? {} : { filter });
    const at = since === undefined ? program : program.replace('Date.now()', String(since));
    return Promise.resolve(RunningProgram.start(javaScript.command, javaScript.file, at));
  },
};

/** It knows one host, and takes the service for its proxy. */
const wikimediaStreams: DocumentedProgram = {
  name: 'wikimedia-streams',
  asksByFilter: false,
  start: (serviceUrl, { since }) => {
    const code = documentedProgram('wikimedia-streams', javaScript.name);
    const options = [`proxy: '${serviceUrl}',`, ...(since === undefined ? [] : [`since: '${since}',`])];
    const program = code.replace(`proxy: '${documentedUrl}',`, options.join(' '));
    return Promise.resolve(RunningProgram.start(javaScript.command, javaScript.file, program));
  },
};

/** Programs for Node. */
export const nodeClients: readonly DocumentedProgram[] = [eventsource, nodeFetch, wikimediaStreams];

/** The loop around curl takes titles from JSON as they stand there. */
export const curl: DocumentedProgram = {
  ...documentedClient('curl', bash),
  titlesIn: (lines) => lines.map((line) => JSON.parse(`"${line}"`) as string),
};
