import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { MetricsPage } from '../support/metrics.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { appendLive, appendPast, createTopics, frenchTitles, streams, titles } from './known-events.js';
import { TearingProxy } from './tearing-proxy.js';

const connectedClients = 'eventstreams_connected_clients{stream="mediawiki.recentchange"}';

/** What a client is asked to read, of the stream `recentchange`. */
export interface Wanted {
  /** Milliseconds since the epoch. */
  readonly since?: number;
  readonly filter?: string;
}

/** A client that reads: the lines it has shown so far. */
export interface RunningClient {
  /** @throws {Error} where they do not come */
  until(isThere: (lines: readonly string[]) => boolean): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** A program of the documentation, which shows titles, with a service's URL and what it is to read in it. */
export interface DocumentedClient<Running extends RunningClient = RunningClient> {
  readonly name: string;
  /** Whether a filter is the service's, and not its own. */
  readonly asksByFilter: boolean;
  start(serviceUrl: string, wanted: Wanted): Promise<Running>;
  /** The titles in what it shows; as they are, if absent. */
  readonly titlesIn?: (lines: readonly string[]) => readonly string[];
}

/** Waits for titles. @returns all that were shown by then */
export async function titlesOf(
  { titlesIn = (lines) => lines }: DocumentedClient,
  running: RunningClient,
  isThere: (titles: readonly string[]) => boolean,
): Promise<readonly string[]> {
  return titlesIn(await running.until((lines) => isThere(titlesIn(lines))));
}

/** The part of a URL that asks for it. */
export function queryOf({ since, filter }: Wanted): string {
  const parameters = new URLSearchParams();
  if (since !== undefined) parameters.set('since', String(since));
  if (filter !== undefined) parameters.set('filter', filter);
  return parameters.size === 0 ? '' : `?${String(parameters)}`;
}

/** What is true of every client that does what the documentation shows. */
export function itReadsStreams(client: DocumentedClient): void {
  let log: MemoryLog;
  let service: Service;
  let running: RunningClient | undefined;
  let proxy: TearingProxy | undefined;

  const hasAll = (shown: readonly string[]): boolean => shown.includes('The end');

  const start = async (serviceUrl: string, wanted: Wanted): Promise<RunningClient> => {
    running = await client.start(serviceUrl, wanted);
    return running;
  };

  const connected = (count: number): Promise<MetricsPage> =>
    MetricsPage.until(service.url, (page) => (page.value(connectedClients) ?? 0) === count);

  beforeEach(async () => {
    log = new MemoryLog();
    createTopics(log);
    service = await startService(streams, { retry_ms: 30, heartbeat_ms: 100 }, log);
  });

  afterEach(async () => {
    await running?.stop();
    await proxy?.close();
    await service.close();
    running = proxy = undefined;
  });

  it('shows every title as it was produced, as it happens, in the order of each partition, and leaves nothing open', async () => {
    const reading = await start(service.url, {});
    await connected(1);
    appendLive(log);
    const seen = await titlesOf(client, reading, (shown) => shown.length >= titles.length);
    expect(seen.filter((title) => frenchTitles.includes(title))).toEqual(frenchTitles);
    expect([...seen].sort()).toEqual([...titles].sort());
    await reading.stop();
    await connected(0);
  });

  it('goes on after connections that broke within an event, and past a service that was away', async () => {
    const [since = 0] = appendPast(log);
    // In the data of an event; before any byte; in the id of the event of number 6.
    proxy = await TearingProxy.start(service.port, ['"n":2', '', '"offset":4']);
    const reading = await start(proxy.url, { since });
    expect(await titlesOf(client, reading, hasAll)).toEqual(titles);
    expect(proxy.left).toBe(0);
  });

  it('starts at the time that is asked for', async () => {
    const times = appendPast(log);
    const reading = await start(service.url, { since: times[4] ?? 0 });
    expect(await titlesOf(client, reading, hasAll)).toEqual(titles.slice(4));
  });

  if (!client.asksByFilter) return;
  it('is sent what its filter lets through, and goes on with it', async () => {
    const [since = 0] = appendPast(log);
    const halfACharacter = Buffer.from(titles[4]).subarray(0, 1);
    proxy = await TearingProxy.start(service.port, [
      Buffer.concat([Buffer.from('"title":"'), halfACharacter]),
    ]);
    const reading = await start(proxy.url, { since, filter: 'wiki == "frwiki"' });
    const last = frenchTitles.at(-1) ?? '';
    expect(await titlesOf(client, reading, (shown) => shown.includes(last))).toEqual(frenchTitles);
    expect(proxy.left).toBe(0);
  });
}
