import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { Server } from 'node:http';
import request from 'supertest';
import { Telemetry } from '../../../src/domain/ports/telemetry.js';
import { MetricsModule } from '../../../src/infrastructure/metrics/metrics.module.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('MetricsModule', () => {
  const apps: INestApplication<Server>[] = [];

  async function start(): Promise<INestApplication<Server>> {
    const module = await Test.createTestingModule({
      imports: [MetricsModule.register({ log: silent })],
    }).compile();
    const app = module.createNestApplication<INestApplication<Server>>();
    apps.push(await app.init());
    return app;
  }

  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
  });

  it('serves the metrics of the service and of Node in the text format of Prometheus', async () => {
    const app = await start();
    app.get(Telemetry).refused('too_busy');
    const response = await request(app.getHttpServer()).get('/metrics');
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(response.text).toContain('eventstreams_connections_refused_total{code="too_busy"} 1');
    expect(response.text).toContain('process_cpu_seconds_total');
    expect(response.text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('keeps the counts of two applications in one process apart', async () => {
    const [one, two] = [await start(), await start()];
    one.get(Telemetry).refused('too_busy');
    const response = await request(two.getHttpServer()).get('/metrics');
    expect(response.text).not.toContain('too_busy');
  });
});
