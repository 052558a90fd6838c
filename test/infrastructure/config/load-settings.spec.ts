import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigModule } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import { readCommandLine } from '../../../src/infrastructure/config/command-line.js';
import { loadSettings, settingsFactory } from '../../../src/infrastructure/config/load-settings.js';

describe('the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  const named = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const one = named('one.yaml', 'port: 1001\nuser_agent: one\nsample_history_ms: 0');
  const two = named('two.json', '{"port": 1002, "user_agent": "two", "sample_history_ms": 0}');
  const userAgent = (argv: readonly string[], env: NodeJS.ProcessEnv = {}): string =>
    loadSettings(argv, env).settings.userAgent;

  afterAll(() => rmSync(folder, { recursive: true }));

  it('names a configuration, before the environment does', () => {
    expect(userAgent(['--config', one])).toBe('one');
    expect(userAgent([`--config=${two}`])).toBe('two');
    expect(userAgent(['-c', one], { EVENTSTREAMS_CONFIG: two })).toBe('one');
    expect(userAgent([], { EVENTSTREAMS_CONFIG: two })).toBe('two');
    expect(userAgent([], { EVENTSTREAMS_CONFIG: '' })).toBe('eventstreams');
  });

  it('sets the port, before the configuration does', () => {
    expect(loadSettings(['--config', one, '--port', '0'], {}).settings.http.port).toBe(0);
    expect(loadSettings(['--config', one], {}).settings.http.port).toBe(1001);
  });

  it('may ask for help', () => {
    expect(readCommandLine(['--help'], {}).help).toBe(true);
    expect(readCommandLine([], {}).help).toBe(false);
  });

  it.each([
    [['--confg', 'x'], "Unknown option '--confg'"],
    [['config.yaml'], "Unexpected argument 'config.yaml'"],
    [['--config'], "Option '-c, --config <value>' argument missing"],
    [['--port', 'http'], '--port: "http" is not a port, a whole number from 0 to 65535'],
    [['--port=70000'], '--port: "70000" is not a port, a whole number from 0 to 65535'],
    [['--config', '/nowhere/config.yaml'], '/nowhere/config.yaml: cannot be read (ENOENT)'],
  ])('is refused as %j', (argv, problem) => {
    expect(() => loadSettings(argv, {})).toThrow(problem);
  });

  it.each([
    ['nothing', ''],
    ['a port alone', 'port: 1'],
    ['a catalogue alone', 'stream_config_uri: streams.yaml'],
    ['the older form', 'services: [{conf: {port: 1, mediawiki_redacted_pages: {enwiki: [A]}}}]'],
  ])('is refused with a file that names no log, and would serve sample events: %s', (name, text) => {
    expect(() => loadSettings(['--config', named('no-log.yaml', text)], {})).toThrow(
      'kafka: is missing, expected kafka.conf with the brokers in metadata.broker.list; ' +
        'for made-up sample events instead, give sample_events_per_second',
    );
  });

  it('may name the sample, or no file', () => {
    const asked = named('sample.yaml', 'sample_events_per_second: 5');
    expect(loadSettings(['--config', asked], {}).settings.kafka).toBeUndefined();
    expect(loadSettings([], {}).settings.kafka).toBeUndefined();
  });

  it('gives settings that Nest injects', async () => {
    const { settings } = loadSettings(['--config', one], {});
    const factory = settingsFactory(settings);
    const module = await Test.createTestingModule({
      imports: [ConfigModule.forRoot({ load: [factory], ignoreEnvFile: true })],
    }).compile();
    expect(module.get(factory.KEY)).toEqual(settings);
    await module.close();
  });
});
