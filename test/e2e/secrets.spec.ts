import { ask } from '../support/answer.js';
import { CatalogueServer } from '../support/catalogue-server.js';
import { freePort } from '../support/free-port.js';
import { secret } from '../support/service-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';

const streams = { edit: { topics: ['t'], schema_title: 'edit' } };

describe('a service whose configuration is full of secrets', () => {
  let server: CatalogueServer;
  let service: Service;

  beforeAll(async () => {
    server = await CatalogueServer.start();
    server.offer(streams);
    const guarded = server.uri.replace('//', `//${secret}:${secret}@`);
    service = await startService(
      {},
      {
        log_level: 'trace',
        stream_config_uri: guarded,
        stream_config_uri_options: { headers: { Host: 'streams.example.org', 'X-Key': secret } },
        stream_config_object_path: 'streams',
        stream_config_ttl: 1,
        schema_base_uris: [guarded],
        'kafka.consumer.request.timeout.ms': 300,
        kafka: {
          conf: {
            'metadata.broker.list': `127.0.0.1:${await freePort()}`,
            'security.protocol': 'sasl_plaintext',
            'sasl.mechanism': 'PLAIN',
            'sasl.username': secret,
            'sasl.password': secret,
            'ssl.key.password': secret,
            'unknown.setting': secret,
          },
        },
      },
    );
  });

  afterAll(async () => {
    await service.close();
    await server.close();
  });

  const refreshes = (): number => server.requests.filter(({ url }) => url?.includes('?action=')).length;

  it('says them neither in its log nor in an answer, while everything that they are for fails', async () => {
    expect(server.requests[0]?.headers).toMatchObject({ host: 'streams.example.org', 'x-key': secret });
    server.give('Who are you?', {}, 401);
    // The second refresh begins when the first has failed, and has been told of.
    const enough = refreshes() + 2;
    while (refreshes() < enough) await server.asked(server.requests.length + 1);
    const headers = { authorization: `Bearer ${secret}`, cookie: `a=${secret}`, 'x-api-key': secret };
    const paths = [
      '/v2/stream/edit',
      '/v2/stream/none',
      '/health',
      '/health/ready',
      '/metrics',
      '/?spec',
      '/none',
    ];
    const answers = await Promise.all(paths.map((path) => ask(`${service.url}${path}`, headers)));
    expect(answers.map(({ status }) => status)).toEqual([503, 400, 503, 503, 200, 200, 404]);

    const log = service.logText();
    for (const failure of [
      'Cannot connect to Kafka',
      'unknown.setting',
      'Cannot refresh the stream catalogue',
      'Cannot read the schema',
    ])
      expect(log).toContain(failure);
    const encoded = Buffer.from(`${secret}:${secret}`).toString('base64');
    for (const text of [log, ...answers.map(({ body }) => body)]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(encoded);
    }
  });
});
