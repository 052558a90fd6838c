import { RawStream } from '../support/sse-client.js';
import { Consumer } from './consumer.js';

/** A program that mounts the module with parts of every kind; as an ES module and as CommonJS the same text. */
const program = `
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventStreamsModule, prometheus, Redactor, sample } from 'eventstreams';
import type { EventStreamsSettings, Redaction } from 'eventstreams';

class NoComments extends Redactor {
  override redact(): Redaction {
    return { remove: [['comment']], rule: { policy: 'no comments' } };
  }
}

const settings: EventStreamsSettings = { heartbeatMs: 5000 };

@Module({
  imports: [
    EventStreamsModule.forRoot({
      ...sample({ historyMs: 60_000, eventsPerSecond: 50 }),
      ...prometheus(),
      redactor: { useClass: NoComments },
      settings: { useValue: settings },
    }),
  ],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  console.log(await app.getUrl());
}

void main();
`;

/** An adapter's own spec. Jest cannot load Nest below Node 24.9, and need not. */
const spec = `
import { redactorContract } from 'eventstreams/contracts';
import type { Redactor } from 'eventstreams';

const redaction = { remove: [['user']], rule: { policy: 'no users' } };
const redactor: Redactor = { redact: (event) => ('user' in event ? redaction : undefined) };
redactorContract({
  redactor,
  harmless: [{ title: 'A' }],
  redacted: [{ user: 'Ada' }],
  context: { topic: 'a', streams: [] },
});
`;

describe('the package', () => {
  let consumer: Consumer;

  beforeAll(() => {
    consumer = new Consumer({ 'module.mts': program, 'common.cts': program, 'own.spec.cts': spec });
  });

  afterAll(() => consumer.remove());

  it('has what runs and its types, the page and the licence, and nothing else', () => {
    const { packed } = consumer;
    const page = 'dist/ui/index.html';
    const needed = [
      'dist/index.js',
      'dist/index.d.ts',
      'dist/main.js',
      page,
      'dist/contracts/index.js',
      'LICENSE',
    ];
    expect(packed).toEqual(expect.arrayContaining(needed));
    const kinds = /^(?:dist\/ui\/.*|dist\/.*\.(?:js|d\.ts)|package\.json|README\.md|LICENSE)$/;
    expect(packed.filter((path) => !kinds.test(path))).toEqual([]);
  });

  it('compiles into a strict project, types of libraries included, and streams there', async () => {
    expect(consumer.compile()).toBe('');
    for (const compiled of ['module.mjs', 'common.cjs']) {
      const stream = await RawStream.open(`${await consumer.run(compiled)}/v2/stream/recentchange?since=0`);
      await stream.until(({ events }) => events.length > 0);
      expect(stream.data[0]).not.toHaveProperty('comment');
      stream.close();
    }
    expect(consumer.test('own.spec.cjs')).toMatch(/^Tests: +\d+ passed, \d+ total$/m);
  });

  it('has a command that runs the service', async () => {
    const { url } = await consumer.command(['--port', '0'], 'listening');
    const stream = await RawStream.open(`${String(url)}/v2/stream/mediawiki.recentchange?since=0`);
    await stream.until(({ events }) => events.length > 0);
    stream.close();
    expect((await fetch(`${String(url)}/v2/ui`)).status).toBe(200);
  });
});
