import { ask } from '../support/answer.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';

interface Operation {
  readonly 'x-monitor'?: boolean;
  readonly 'x-amples'?: unknown;
}

/** What a probe sends, and what it found. */
interface Probe {
  readonly path: string;
  readonly status: number;
}

/**
 * Probes a service by the rules of Wikimedia's `service-checker-swagger`: every `GET` of the description at `/?spec`,
 * as its path stands but for the templates, which become nothing, unless its `x-monitor` is false. What is not 200 is
 * critical. (The tool is in no package registry.)
 */
async function probeAll(url: string): Promise<readonly Probe[]> {
  const { paths } = JSON.parse((await ask(`${url}/?spec`)).body) as {
    readonly paths: Readonly<Record<string, { readonly get?: Operation }>>;
  };
  const monitored = Object.entries(paths).filter(
    ([, { get }]) => get !== undefined && get['x-monitor'] !== false,
  );
  const probes = monitored.map(async ([path, { get }]) => {
    if (get?.['x-amples'] !== undefined)
      throw new Error(`${path} has examples, which this test does not know`);
    return { path, status: (await ask(url + path.replace(/\{.+?\}/g, ''))).status };
  });
  return Promise.all(probes);
}

describe('a monitor that probes what the description has', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService(
      { 'wiki.edit': { topics: ['edit'], stream_aliases: ['edit'] } },
      { stream_ui_enabled: true },
    );
  });
  afterAll(() => service.close());

  it('finds all of it healthy, and waits for no stream', async () => {
    const probes = await probeAll(service.url);
    expect(probes.filter(({ status }) => status !== 200)).toEqual([]);
    const paths = probes.map(({ path }) => path).sort();
    expect(paths).toEqual(
      expect.arrayContaining(['/_info', '/health', '/health/live', '/health/ready', '/robots.txt']),
    );
    expect(paths.filter((path) => path.startsWith('/v2/stream'))).toEqual([]);
  });
});
