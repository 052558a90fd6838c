import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltService } from '../support/built-service.js';
import { startMs } from '../support/limits.js';
import { keepLog } from '../support/service-log.js';

describe('a start that fails ends with code 1, and its last words are for who can mend it', () => {
  let built: BuiltService;
  let folder: string;
  let taken: Server;

  beforeAll(() => (built = BuiltService.build()));
  afterAll(() => built.remove());

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'eventstreams-'));
    taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
    taken.close();
  });

  function start(config: object, ...more: readonly string[]): Promise<object> {
    const file = join(folder, 'config.json');
    writeFileSync(file, JSON.stringify({ interface: '127.0.0.1', sample_history_ms: 0, ...config }));
    const argv = [built.main, '--config', file, ...more];
    return new Promise((resolve) =>
      execFile(process.execPath, argv, { timeout: startMs }, (error, stdout, stderr) => {
        keepLog(stdout + stderr);
        resolve({ code: error?.code, said: stderr });
      }),
    );
  }

  it('where the port is in use', async () => {
    const { port } = taken.address() as AddressInfo;
    expect(await start({ port })).toEqual({
      code: 1,
      said: `Cannot start: port ${port} is in use; choose another in the configuration, or with --port\n`,
    });
  });

  it('where the admin_port is in use', async () => {
    const { port } = taken.address() as AddressInfo;
    const reason = `listen EADDRINUSE: address already in use 127.0.0.1:${port}`;
    expect(await start({ port: 0, admin_port: port })).toEqual({
      code: 1,
      said: `Cannot start: Cannot serve operators on admin_port ${port}: ${reason}\n`,
    });
  });

  it('where the configuration is wrong', async () => {
    expect(await start({ hartbeat_ms: 5 })).toEqual({
      code: 1,
      said:
        'Cannot start: the configuration is invalid:\n' +
        '  hartbeat_ms: 5 is not expected, there is no such key; did you mean heartbeat_ms?\n',
    });
  });

  it('where a file in the older form names no log: made-up events would be served as real ones', async () => {
    const file = join(folder, 'older.json');
    writeFileSync(file, JSON.stringify({ services: [{ name: 'eventstreams', conf: { port: 0 } }] }));
    expect(await start({}, '--config', file)).toMatchObject({
      code: 1,
      said: expect.stringContaining('  kafka: is missing, expected kafka.conf with the brokers') as string,
    });
  });

  it('where Kafka cannot be reached as it is configured', async () => {
    const kafka = {
      'metadata.broker.list': 'k:9092',
      'security.protocol': 'ssl',
      'ssl.ca.location': '/no/ca.pem',
    };
    const stream_config_uri = join(folder, 'streams.json');
    writeFileSync(stream_config_uri, JSON.stringify({ edit: { topics: ['edit'] } }));
    expect(await start({ stream_config_uri, 'kafka.conf': kafka })).toEqual({
      code: 1,
      said: 'Cannot start: kafka.conf: "ssl.ca.location" is "/no/ca.pem", expected the path of a PEM file that can be read (ENOENT)\n',
    });
  });

  it('where an option does not exist', async () => {
    expect(await start({}, '--prot')).toEqual({
      code: 1,
      said: "Cannot start: the configuration is invalid:\n  Unknown option '--prot' (--help lists the options)\n",
    });
  });
});
