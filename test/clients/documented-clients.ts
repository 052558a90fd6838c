import type { DocumentedClient, RunningClient, Wanted } from './client.contract';
import { queryOf } from './client.contract';
import { documentedProgram, documentedUrl } from './documented-program';
import { RunningProgram } from './running-program';

const path = '/v2/stream/recentchange';

/** A program of the page, with another host, and what it is to read where its client takes it. */
export function inUrl(code: string, serviceUrl: string, wanted: Wanted): string {
  return code.replaceAll(`${documentedUrl}${path}`, `${serviceUrl}${path}${queryOf(wanted)}`);
}

interface Language {
  /** As the fence says it. */
  readonly name: string;
  readonly command: readonly string[];
  readonly file: string;
}

const javaScript: Language = { name: 'js', command: [process.execPath], file: 'program.mjs' };
const bash: Language = { name: 'bash', command: ['bash'], file: 'program.sh' };

/** Programs that name the service by its URL. */
function documentedClient(name: string, language: Language): DocumentedClient {
  const code = documentedProgram(name, language.name);
  return {
    name,
    asksByFilter: true,
    start: (serviceUrl, wanted) =>
      Promise.resolve(RunningProgram.start(language.command, language.file, inUrl(code, serviceUrl, wanted))),
  };
}

export const eventsource = documentedClient('eventsource', javaScript);

/** Its `since` is part of how it goes on. */
export const nodeFetch: DocumentedClient = {
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
export const wikimediaStreams: DocumentedClient = {
  name: 'wikimedia-streams',
  asksByFilter: false,
  start: (serviceUrl, { since }) => {
    const code = documentedProgram('wikimedia-streams', javaScript.name);
    const options = [`proxy: '${serviceUrl}',`, ...(since === undefined ? [] : [`since: '${since}',`])];
    const program = code.replace(`proxy: '${documentedUrl}',`, options.join(' '));
    return Promise.resolve(RunningProgram.start(javaScript.command, javaScript.file, program));
  },
};

/** The loop around curl takes titles from JSON as they stand there. */
export const curl: DocumentedClient = reading(documentedClient('curl', bash), (lines) =>
  lines.map((line) => JSON.parse(`"${line}"`) as string),
);

/** @param python the interpreter that has the client */
export function pythonClient(name: string, python: string): DocumentedClient {
  return documentedClient(name, { name: 'python', command: [python], file: 'program.py' });
}

/** A family says where its streams are. @param python the interpreter that has it */
export function pywikibot(python: string): DocumentedClient {
  return {
    name: 'pywikibot',
    asksByFilter: false,
    start: (serviceUrl, { since }) => {
      const code = documentedProgram('pywikibot', 'python').replace(documentedUrl, serviceUrl);
      const program =
        since === undefined
          ? code
          : code.replace(
              "streams='recentchange'",
              `streams='recentchange', since='${new Date(since).toISOString()}'`,
            );
      return Promise.resolve(RunningProgram.start([python], 'program.py', program));
    },
  };
}

/** It prints why it comes back, and of an end there is nothing to say. @param python the interpreter that has it */
export function sseclient(python: string): DocumentedClient {
  return reading(pythonClient('sseclient', python), (lines) => lines.filter((line) => line !== ''));
}

/** A client whose lines are not yet titles. */
function reading(
  client: DocumentedClient,
  titlesIn: (lines: readonly string[]) => readonly string[],
): DocumentedClient {
  return {
    ...client,
    start: async (serviceUrl, wanted): Promise<RunningClient> => {
      const program = await client.start(serviceUrl, wanted);
      return {
        until: async (isThere) => titlesIn(await program.until((lines) => isThere(titlesIn(lines)))),
        stop: () => program.stop(),
      };
    },
  };
}
