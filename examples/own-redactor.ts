/**
 * Names that must not leave, as a service of the team's knows them.
 *
 *     npm run example examples/own-redactor.ts
 *     curl -N 'http://localhost:8888/v2/stream/edits?since=0'
 *
 * The first event comes with its user, and the second without.
 */
import { Injectable, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventStreamsModule, memory, MemoryLog, Redactor, StaticCatalog } from 'eventstreams';
import type { Redaction } from 'eventstreams';

@Injectable()
class HiddenUsers {
  private readonly names = new Set(['Mallory']);

  includes(name: unknown): boolean {
    return typeof name === 'string' && this.names.has(name);
  }
}

@Module({ providers: [HiddenUsers], exports: [HiddenUsers] })
class PolicyModule {}

@Injectable()
class PolicyRedactor extends Redactor {
  constructor(private readonly hidden: HiddenUsers) {
    super();
  }

  override redact(event: Readonly<Record<string, unknown>>): Redaction | undefined {
    if (!this.hidden.includes(event['user'])) return undefined;
    return { remove: [['user'], ['comment']], rule: { policy: 'hidden user' } };
  }
}

const topic = 'edits';
const log = new MemoryLog();
log.createTopic(topic, 1);
for (const user of ['Ada', 'Mallory']) {
  const value = JSON.stringify({ title: 'Analytical Engine', user, comment: `by ${user}` });
  log.append(topic, 0, { timestamp: Date.now(), value });
}
const edits = {
  name: 'edits',
  topics: [topic],
  topicsAllowed: [topic],
  aliases: [],
  canaryEventsEnabled: false,
};

@Module({
  imports: [
    EventStreamsModule.forRoot({
      ...memory(log),
      imports: [PolicyModule],
      catalog: { useValue: new StaticCatalog([edits]) },
      redactor: { useClass: PolicyRedactor },
    }),
  ],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule);
  app.enableShutdownHooks();
  await app.listen(process.env['PORT'] ?? 8888, '127.0.0.1');
  new Logger('example').log(`listening at ${await app.getUrl()}`);
}

void main();
