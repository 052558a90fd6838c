import request from 'supertest';
import { DEPENDENCY_PROBES, DependencyProbe } from '../../../../src/application/dependency-probe.js';
import { ReadinessProbe } from '../../../../src/application/readiness-probe.js';
import { ResponseDefaultsModule } from '../../../../src/interfaces/http/response-defaults.module.js';
import { HealthModule } from '../../../../src/interfaces/http/health/health.module.js';
import { startApp } from '../started-app.js';
import type { Answer, App } from '../started-app.js';
import { settingsProvider } from '../test-settings.js';

class FixedDependency extends DependencyProbe {
  constructor(
    readonly name: string,
    private readonly seen: () => ReturnType<DependencyProbe['check']>,
  ) {
    super();
  }

  check(): ReturnType<DependencyProbe['check']> {
    return this.seen();
  }
}

describe('health', () => {
  const logged: unknown[] = [];
  let app: App;
  let log: { readonly up: boolean; readonly detail?: string };
  let readiness: { readonly ready: boolean; readonly reasons: readonly string[] };

  beforeAll(async () => {
    const dependencies: readonly DependencyProbe[] = [
      new FixedDependency('log', () => log),
      new FixedDependency('catalogue', () => ({ up: true, detail: 'refreshed 10 s ago' })),
    ];
    const providers = [
      { provide: DEPENDENCY_PROBES, useValue: dependencies },
      { provide: ReadinessProbe, useValue: { ready: () => readiness } },
    ];
    app = await startApp(
      {
        imports: [
          ResponseDefaultsModule.register({ providers: [settingsProvider()] }),
          HealthModule.register({ providers }),
        ],
      },
      { log: () => undefined, warn: (line) => logged.push(line), error: (line) => logged.push(line) },
    );
  });

  beforeEach(() => {
    log = { up: true };
    readiness = { ready: true, reasons: [] };
  });

  afterAll(async () => {
    await app.close();
  });

  const get = (path: string): request.Test => request(app.getHttpServer()).get(path);

  it('names every dependency', async () => {
    const { status, headers, body } = (await get('/health')) as Answer;
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['cache-control']).toContain('no-store');
    expect(body).toMatchObject({
      status: 'ok',
      details: { log: { status: 'up' }, catalogue: { status: 'up', message: 'refreshed 10 s ago' } },
    });
  });

  it('is 503 when a dependency is down, and says which, without a line in the log for each probe', async () => {
    log = { up: false, detail: 'no answer for 30 s' };
    const { status, body } = (await get('/health')) as Answer;
    expect(status).toBe(503);
    expect(body).toMatchObject({
      status: 'error',
      error: { log: { status: 'down', message: 'no answer for 30 s' } },
      details: { catalogue: { status: 'up' } },
    });
    expect(logged).toEqual([]);
  });

  it('is live and ready while a dependency is down', async () => {
    log = { up: false };
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/ready')).status).toBe(200);
  });

  it('is not ready for the reasons it gives, and live nevertheless', async () => {
    readiness = { ready: false, reasons: ['draining'] };
    const { status, body } = (await get('/health/ready')) as Answer;
    expect(status).toBe(503);
    expect(body).toMatchObject({ error: { ready: { status: 'down', reasons: ['draining'] } } });
    const live = await get('/health/live');
    expect([live.status, live.body]).toEqual([200, { status: 'ok' }]);
  });
});
