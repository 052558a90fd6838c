import { Global, Injectable, Module } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { REQUEST } from '@nestjs/core';
import {
  LogAdapter,
  EventStreamsModule,
  kafka,
  memory,
  MemoryLog,
  prometheus,
  PageRedactor,
  ReadinessProbe,
  Redactor,
  sample,
  StaticCatalog,
} from 'eventstreams';
import { Registry } from 'prom-client';
import { GatewayLifecycle } from '../../src/composition/gateway-lifecycle.js';
import { RawStream } from '../support/sse-client.js';
import { editsFrom, startHost } from './host-application.js';

describe('what the module is made of', () => {
  const apps: INestApplication[] = [];
  let log: MemoryLog;

  async function start(...options: Parameters<typeof startHost>): Promise<string> {
    const { app, url } = await startHost(...options);
    apps.push(app);
    return url;
  }

  beforeEach(() => {
    log = new MemoryLog();
    log.createTopic('edits', 1);
  });

  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  it('settings come from wherever the application has them', async () => {
    const config = ConfigModule.forRoot({ load: [() => ({ retry: 50_000 })], ignoreEnvFile: true });
    const settings = {
      inject: [ConfigService],
      useFactory: (given: ConfigService) => ({ retryMs: given.get<number>('retry'), heartbeatMs: undefined }),
    };
    const url = await start({ imports: [editsFrom(log, { imports: [config], settings })] });
    const stream = await RawStream.open(`${url}/v2/stream/edits`);
    await stream.until(({ blocks }) => blocks.length === 1);
    expect(Number(stream.blocks[0]?.retry)).toBeGreaterThan(30_000);
    stream.close();
  });

  it.each([
    [{ heartbeatMs: -1 }, /heartbeat_ms/],
    [{ maxConnections: '5' }, /max_connections/],
    [{ heartBeatMs: 5 }, /heart_beat_ms/],
  ])('a wrong setting stops the start: %j', async (settings, problem) => {
    const starting = startHost({ imports: [editsFrom(log, { settings: { useValue: settings as object } })] });
    await expect(starting).rejects.toThrow(problem);
  });

  it('a log that cannot be reached as it is told stops the start, and says what is wrong', async () => {
    const inject = [ConfigService];
    const { log: broker } = kafka({ inject, useFactory: () => ({ brokers: ['no port'] }) });
    const config = ConfigModule.forRoot({ ignoreEnvFile: true });
    const starting = startHost({ imports: [editsFrom(log, { imports: [config], log: broker })] });
    await expect(starting).rejects.toThrow(/metadata\.broker\.list/);
  });

  it.each([
    ['guard', { canActivate: () => true }],
    ['redactor', { redact: () => undefined }],
    ['settings', {}],
  ])('a part that is made for each request stops the start: %s', async (name, part) => {
    const perRequest = { inject: [REQUEST], useFactory: () => part };
    const starting = startHost({ imports: [editsFrom(log, { [name]: perRequest })] });
    await expect(starting).rejects.toThrow(/created for each/);
  });

  it('a part may be a provider that another module exports', async () => {
    @Injectable()
    class Nothing extends Redactor {
      override redact(): { remove: string[][]; rule: Record<string, string> } {
        return { remove: [['title']], rule: { policy: 'nothing' } };
      }
    }
    @Global()
    @Module({ providers: [Nothing], exports: [Nothing] })
    class PolicyModule {}
    log.append('edits', 0, { timestamp: 1, value: '{"title":"A"}' });
    const url = await start({
      imports: [PolicyModule, editsFrom(log, { redactor: { useExisting: Nothing } })],
    });
    const stream = await RawStream.open(`${url}/v2/stream/edits?since=0`);
    await stream.until(({ events }) => events.length === 1);
    expect(stream.data[0]).not.toHaveProperty('title');
    stream.close();
  });

  it('what it exports tells an application how it is', async () => {
    const { app } = await startHost({ imports: [editsFrom(log)] });
    apps.push(app);
    expect(app.get(LogAdapter).dependency?.check()).toEqual({ up: true });
    expect(app.get(ReadinessProbe).ready()).toMatchObject({ ready: expect.any(Boolean) as boolean });
  });

  it('counts in the registry that it is given, and two modules keep theirs apart', async () => {
    const [one, two] = [new Registry(), new Registry()];
    const url = await start({ imports: [editsFrom(log, prometheus({ registry: one }))] });
    await start({ imports: [editsFrom(log, prometheus({ registry: two }))] });
    await fetch(`${url}/v2/stream/none`);
    const counted = 'eventstreams_connections_refused_total{code="stream_not_found"} 1';
    expect(await one.metrics()).toContain(counted);
    expect(await two.metrics()).not.toContain(counted);
  });

  it('does not start on a platform that it cannot write to', () => {
    const parts = [undefined, undefined, { httpAdapter: { getType: () => 'fastify' } }, undefined] as const;
    const life = new GatewayLifecycle(
      ...(parts as unknown as ConstructorParameters<typeof GatewayLifecycle>),
    );
    expect(() => life.onModuleInit()).toThrow('Cannot serve streams on the platform "fastify"');
  });

  it('a wrong part does not compile', () => {
    const catalog = { useValue: new StaticCatalog([]) };
    const redactor = { useClass: PageRedactor };
    const wrong = (): unknown => [
      // @ts-expect-error there is no log
      EventStreamsModule.forRoot({ catalog }),
      // @ts-expect-error no catalogue
      EventStreamsModule.forRoot(memory(log)),
      // @ts-expect-error one of the two ports of a log
      EventStreamsModule.forRoot({ catalog, log: { useValue: { offsets: {} } } }),
      // @ts-expect-error a catalogue is no redactor
      EventStreamsModule.forRoot({ ...sample(), redactor: { useClass: StaticCatalog } }),
      // @ts-expect-error a factory of something else
      EventStreamsModule.forRoot({ ...sample(), redactor: { useFactory: () => catalog } }),
      // @ts-expect-error a setting that there is not
      EventStreamsModule.forRoot({ ...sample(), settings: { useValue: { heartBeatMs: 1 } } }),
      EventStreamsModule.forRoot({ ...sample(), redactor }),
    ];
    expect(wrong).toBeInstanceOf(Function);
  });
});
