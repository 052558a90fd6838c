import { setTimeout as wait } from 'node:timers/promises';
import { ask } from './answer.js';
import { stepMs } from './limits.js';

const pollMs = 20;

/** What one answer of `/metrics` says. */
export class MetricsPage {
  private constructor(readonly text: string) {}

  static async of(url: string): Promise<MetricsPage> {
    return new MetricsPage((await ask(`${url}/metrics`)).body);
  }

  /** Asks until something is true of the page. @throws {Error} with the page, after a while */
  static async until(url: string, isSo: (page: MetricsPage) => boolean): Promise<MetricsPage> {
    const deadline = Date.now() + stepMs;
    for (;;) {
      const page = await MetricsPage.of(url);
      if (isSo(page)) return page;
      if (Date.now() > deadline) throw new Error(`Waited in vain; ${page.ours}`);
      await wait(pollMs);
    }
  }

  /** Name → type of each metric, with or without samples. */
  get types(): ReadonlyMap<string, string> {
    const lines = this.text.matchAll(/^# TYPE (\S+) (\S+)$/gm);
    return new Map(Array.from(lines, ([, name = '', type = '']) => [name, type]));
  }

  /** The value of a sample, as `name{label="value"}` writes it; `undefined`: there is none. */
  value(sample: string): number | undefined {
    const line = this.text.split('\n').find((text) => text.startsWith(`${sample} `));
    return line === undefined ? undefined : Number(line.slice(sample.length));
  }

  private get ours(): string {
    return this.text
      .split('\n')
      .filter((line) => line.startsWith('eventstreams_'))
      .join('\n');
  }
}
