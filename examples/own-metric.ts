/**
 * A metric beside those of the service: how many streams clients ask for at once.
 *
 *     npm run example examples/own-metric.ts
 *     curl -N http://localhost:8888/v2/stream/recentchange,page-move
 *     curl http://localhost:8888/metrics
 */
import { Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { EventStreamsModule, nestTelemetryLog, PrometheusTelemetry, sample } from 'eventstreams';
import { Histogram, register } from 'prom-client';

class TeamTelemetry extends PrometheusTelemetry {
  private readonly streamsAtOnce = new Histogram({
    name: 'team_streams_at_once',
    help: 'Streams that one connection was opened for',
    buckets: [1, 2, 5, 10],
  });

  override readerOpened(streams: readonly string[]): void {
    super.readerOpened(streams);
    this.streamsAtOnce.observe(streams.length);
  }
}

@Module({
  imports: [
    PrometheusModule.register(),
    EventStreamsModule.forRoot({
      ...sample(),
      telemetry: { useFactory: () => new TeamTelemetry(register, nestTelemetryLog()) },
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
