import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { EventSource } from 'eventsource';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log';
import type { Service } from '../support/service';
import { startService } from '../support/service';

const page = readFileSync(join(__dirname, '../../examples/recent-changes.html'), 'utf8');
const [, script = ''] = /<script type="module">(.*?)<\/script>/s.exec(page) ?? [];
const stream = 'mediawiki.recentchange';
const topic = `eqiad.${stream}`;

/** As much of an element as the page uses. */
class Element {
  textContent = '';
  className = '';
  children: Element[] = [];
  submit: (event: { preventDefault: () => void }) => void = () => undefined;

  constructor(private readonly changed: () => void = () => undefined) {}

  get childElementCount(): number {
    return this.children.length;
  }

  append(...children: Element[]): void {
    this.children.push(...children);
  }

  prepend(child: Element): void {
    this.children.unshift(child);
    this.changed();
  }

  replaceChildren(): void {
    this.children = [];
  }

  addEventListener(_: string, listener: Element['submit']): void {
    this.submit = listener;
  }

  get text(): string {
    return this.children.length === 0 ? this.textContent : this.children.map(({ text }) => text).join(' ');
  }
}

describe('the page of recent changes', () => {
  let log: MemoryLog;
  let service: Service;
  const sources: EventSource[] = [];

  const append = (title: string, wiki: string, at: number, bot = false): void => {
    const event = { title, wiki, bot, type: 'edit', user: 'Ada', timestamp: 0, length: { old: 10, new: 15 } };
    log.append(topic, 0, { timestamp: at, value: JSON.stringify(event) });
  };
  /** Opens the page for a wiki; gives its list, once there is so much in it. */
  const show = async (wiki: string, count: number, then: () => void): Promise<readonly string[]> => {
    await new Promise<void>((resolve) => {
      const list = new Element(() => {
        if (list.children.length === 1) then();
        if (list.children.length === count) resolve();
      });
      const elements: Readonly<Record<string, Element>> = {
        '#wanted': new Element(),
        '#state': new Element(),
        '#changes': list,
      };
      runInNewContext(script, {
        ...{ Date, JSON, Object, String, URL },
        document: {
          querySelector: (selector: string) => elements[selector],
          createElement: () => new Element(),
        },
        EventSource: class extends EventSource {
          constructor(url: URL) {
            super(url);
            sources.push(this);
          }
        },
        FormData: class {
          *[Symbol.iterator](): Generator<readonly [string, string]> {
            yield* Object.entries({ service: service.url, wiki });
          }
        },
      });
      elements['#wanted']?.submit({ preventDefault: () => undefined });
      shown = list;
    });
    return shown.children.map(({ text }) => text);
  };
  let shown = new Element();

  beforeEach(async () => {
    log = new MemoryLog();
    log.createTopic(topic, 1);
    service = await startService({ [stream]: { topics: [topic] } }, {}, log);
  });

  afterEach(async () => {
    for (const source of sources.splice(0)) source.close();
    await service.close();
  });

  it("shows one wiki's, the last hour first and then as they come, newest on top", async () => {
    const now = Date.now();
    append('Long ago', 'enwiki', now - 7_200_000);
    append('An hour ago', 'enwiki', now - 3_000_000);
    append('Elsewhere', 'dewiki', now - 2_000_000);
    append('By a bot', 'enwiki', now - 1_000_000, true);
    const items = await show('enwiki', 2, () => {
      append('Elsewhere', 'dewiki', now);
      append('Now', 'enwiki', now);
    });
    expect(items).toEqual([
      expect.stringMatching(/ Now – Ada \+5$/),
      expect.stringMatching(/ An hour ago – Ada \+5$/),
    ]);
  });
});
