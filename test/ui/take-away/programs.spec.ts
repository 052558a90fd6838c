import { MemoryLog } from '../../../src/infrastructure/memory/memory-log.js';
import { programs, type Language } from '../../../ui/src/take-away/programs.js';
import { wantedOf, type Start } from '../../../ui/src/take-away/wanted.js';
import { describeCurl } from '../../clients/describe-curl.js';
import { RunningProgram } from '../../clients/running-program.js';
import { describePython, pythonStartTimeoutMs, pythonWith } from '../../support/python.js';
import { startService, type Service } from '../../support/service.js';
import { RawStream } from '../../support/sse-client.js';

/** A title that each language would have to quote. */
const title = `It's "$HOME" \\ </script>\n東京 😀 #{x} %s`;
const filter = `title == ${JSON.stringify(title)}`;
const streams = ['edit', 'page-create'];

let log: MemoryLog;
let service: Service;
let program: RunningProgram | undefined;

beforeEach(async () => {
  log = new MemoryLog();
  for (const topic of ['edit', 'create']) log.createTopic(topic, 1);
  service = await startService(
    { edit: { topics: ['edit'] }, 'page-create': { topics: ['create'] } },
    {},
    log,
  );
});

afterEach(async () => {
  await program?.stop();
  await service.close();
  program = undefined;
});

/**
 * Events 1 to 6 of the last minutes, a minute apart, of both streams in turn; those of one have the title that is asked
 * for.
 */
function append(): number {
  const now = Date.now();
  for (const n of [1, 2, 3, 4, 5, 6]) {
    const isEdit = n % 2 === 0;
    const event = { n, title: isEdit ? title : 'other', meta: { stream: isEdit ? 'edit' : 'page-create' } };
    log.append(isEdit ? 'edit' : 'create', 0, {
      timestamp: now - (7 - n) * 60_000,
      value: JSON.stringify(event),
    });
  }
  return now;
}

/** What a program says about the events' numbers, as each language writes what it has read. */
function numbersIn(lines: readonly string[]): readonly number[] {
  return [...lines.join('\n').matchAll(/['"]?\bn['"]?: ?(\d)/g)].map(([, n]) => Number(n));
}

function run(
  language: Language,
  [start, since, here]: readonly [Start, string?, string?],
  command: readonly string[],
  file: string,
): RunningProgram {
  const request = { streams, filter, ...(since !== undefined && { since }) };
  const wanted = wantedOf(request, start, here, `${service.url}/v2/ui`);
  return RunningProgram.start(command, file, programs[language](wanted));
}

/** Where a reader of both streams is after the events up to 2. */
async function placeAfterTwo(): Promise<string> {
  const stream = await RawStream.open(`${service.url}/v2/stream/${streams.join()}?since=2026-01-01`);
  await stream.until(({ data }) => data.length >= 2);
  const id = stream.events.find(({ data }) => data?.includes('"n":2'))?.id ?? '';
  stream.close();
  return id;
}

function itReads(language: Language, command: () => readonly string[], file: string): void {
  it('what is wanted, from a time on', async () => {
    const now = append();
    const since = new Date(now - 270_000).toISOString();
    program = run(language, ['since', since], command(), file);
    expect(await program.until((lines) => numbersIn(lines).length >= 2).then(numbersIn)).toEqual([4, 6]);
  });

  it('on after what was received', async () => {
    append();
    program = run(language, ['here', '2026-01-01', await placeAfterTwo()], command(), file);
    expect(await program.until((lines) => numbersIn(lines).length >= 2).then(numbersIn)).toEqual([4, 6]);
  });
}

describeCurl('the command for curl reads', () => itReads('curl', () => ['sh'], 'program.sh'));

describe('the program for Node.js reads', () => itReads('node', () => [process.execPath], 'program.mjs'));

describePython('in Python', () => {
  let python = '';

  beforeAll(async () => {
    python = await pythonWith('requirements.txt');
  }, pythonStartTimeoutMs);

  describe.each(['pywikibot', 'requests-sse'] as const)('the program for %s reads', (language) => {
    itReads(language, () => [python], 'program.py');
  });
});

describe('a program that starts now', () => {
  it('asks for no time, and for no place', () => {
    const wanted = wantedOf({ streams, since: '2026-01-01' }, 'now', '[]', `${service.url}/v2/ui`);
    expect(wanted).toEqual({ url: `${service.url}/v2/stream/edit,page-create`, parameters: [] });
    expect(programs.curl(wanted)).toBe(
      `curl --no-buffer --silent --show-error --get '${wanted.url}' \\\n  --header 'Accept: application/x-ndjson'\n`,
    );
    expect(programs.pywikibot(wanted)).not.toContain('params');
  });
});
