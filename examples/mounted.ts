/**
 * The module in an application that was there before: below its prefix, with its logger, and with its metrics.
 *
 *     npm run example examples/mounted.ts
 *     curl -N http://localhost:8888/api/live/v2/stream/recentchange
 *     curl http://localhost:8888/api/metrics
 */
import { ConsoleLogger, Controller, Get, Module, ServiceUnavailableException } from '@nestjs/common';
import { NestFactory, RouterModule } from '@nestjs/core';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { EventStreamsModule, prometheus, ReadinessProbe, sample } from 'eventstreams';

const streams = EventStreamsModule.forRoot({ ...sample(), ...prometheus() });

@Controller()
class ArticleController {
  constructor(private readonly readiness: ReadinessProbe) {}

  @Get('articles')
  articles(): readonly string[] {
    return ['Nothing of this route has changed'];
  }

  /** What the application's own probe asks of the streams. */
  @Get('ready')
  ready(): string {
    const { ready, reasons } = this.readiness.ready();
    if (!ready) throw new ServiceUnavailableException(reasons);
    return 'ready';
  }
}

@Module({
  imports: [
    PrometheusModule.register(),
    streams,
    RouterModule.register([{ path: 'live', module: EventStreamsModule }]),
  ],
  controllers: [ArticleController],
})
class ArticleModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(ArticleModule, { logger: new ConsoleLogger({ json: true }) });
  app.setGlobalPrefix('api');
  app.enableShutdownHooks();
  await app.listen(process.env['PORT'] ?? 8888, '127.0.0.1');
  new ConsoleLogger({ json: true }).log(`listening at ${await app.getUrl()}`);
}

void main();
