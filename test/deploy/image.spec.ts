import {
  mkdtempSync,
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ask } from '../support/answer.js';
import { freePort } from '../support/free-port.js';
import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../support/kafka-broker.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import { testTimeoutMs } from '../support/limits.js';
import { RawStream } from '../support/sse-client.js';
import { projectRoot } from '../tooling/planted-project.js';
import { BuiltImage } from './built-image.js';
import { ImageProcess } from './image-process.js';

const megabyte = 1e6;

let image: BuiltImage;
let folder: string;
const processes: ImageProcess[] = [];

beforeAll(() => (image = BuiltImage.build()), testTimeoutMs);
afterAll(() => image.remove());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventstreams-image-config-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const each of processes.splice(0)) await each.signal('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a command with a configuration of its own. */
function start(command: readonly string[], config: object): ImageProcess {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ interface: '127.0.0.1', drain_ms: 100, ...config }));
  const started = ImageProcess.start(image, command, { EVENTSTREAMS_CONFIG: file });
  processes.push(started);
  return started;
}

describe('the image', () => {
  it('has what the service needs, and neither sources nor what built it', () => {
    expect(readdirSync(image.workdir).sort()).toEqual(['LICENSE', 'dist', 'node_modules', 'package.json']);
    const { devDependencies, peerDependencies } = parse(
      readFileSync(join(projectRoot, 'package.json'), 'utf8'),
    ) as Readonly<Record<string, Readonly<Record<string, string>>>>;
    const tools = Object.keys(devDependencies!).filter((name) => !(name in peerDependencies!));
    const built = [...tools, 'vite', 'vue', 'eventstreams-ui'];
    // express is what @nestjs/platform-express is made of.
    const left = built.filter((name) => existsSync(join(image.workdir, 'node_modules', name)));
    expect(left.filter((name) => name !== 'express')).toEqual([]);
  });

  it('adds less than 100 MB to its base', () => {
    const paths = readdirSync(image.workdir, { recursive: true, encoding: 'utf8' });
    const bytes = paths.map((path) => statSync(join(image.workdir, path)).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(100 * megabyte);
  });

  it('serves as its user, writes no file, is healthy until SIGTERM, and then drains', async () => {
    const before = image.files();
    const port = await freePort();
    const service = start(image.command, { port, sample_history_ms: 1000, sample_events_per_second: 100 });
    await service.until(/"msg":"listening"/);
    const stream = await RawStream.open(`http://127.0.0.1:${port}/v2/stream/mediawiki.recentchange`);
    await stream.until(({ events }) => events.length > 0);
    const page = await ask(`http://127.0.0.1:${port}/v2/ui`);
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const check = ImageProcess.start(image, image.healthCheck, {
      EVENTSTREAMS_CONFIG: join(folder, 'config.json'),
    });
    expect(await check.ended).toEqual({ code: 0, signal: null });
    const ended = service.signal('SIGTERM');
    expect((await stream.untilEnd()).complete).toBe(true);
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(image.files()).toEqual(before);
  });

  it('is asked for its health at admin_port where that is set, and is not healthy when nothing answers', async () => {
    const [port, adminPort] = [await freePort(), await freePort()];
    const config = { port, admin_port: adminPort, sample_history_ms: 1000 };
    const deaf = start(image.healthCheck, config);
    expect((await deaf.ended).code).toBe(1);
    expect(deaf.words).toContain('Cannot check the health of the service: connect ECONNREFUSED');
    await start(image.command, config).until(/"msg":"listening"/);
    expect((await start(image.healthCheck, config).ended).code).toBe(0);
    expect((await start(image.healthCheck, { port }).ended).code).toBe(1);
  });
});

describeKafka('the image on Kafka, as docker-compose.yml runs it', () => {
  let broker: KafkaBroker;
  const compose = parse(readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
    readonly services: { readonly producer: { readonly command: readonly string[] } };
  };

  beforeAll(async () => {
    broker = await startKafka({ own: true });
  }, kafkaStartTimeoutMs);
  afterAll(() => broker.stop());

  it('has a past and live events on every stream, both written by the producer', async () => {
    const config = parse(readFileSync(join(projectRoot, 'deploy/compose/config.yaml'), 'utf8')) as Readonly<
      Record<string, unknown>
    >;
    const here = {
      ...config,
      port: await freePort(),
      admin_port: await freePort(),
      stream_config_uri: join(projectRoot, 'deploy/compose/streams.yaml'),
      kafka: { conf: { 'metadata.broker.list': broker.brokers.join(',') } },
    };
    const startedAt = Date.now();
    const producer = start(compose.services.producer.command, here);
    await producer.until(/"msg":"producing"/);
    const service = start(image.command, here);
    await service.until(/"msg":"listening"/);
    const url = `http://127.0.0.1:${here.port}/v2/stream/recentchange`;
    const stream = await RawStream.open(`${url}?since=${startedAt - 30_000}`);
    const isLive = (at: unknown): boolean => Date.parse(String(at)) > startedAt;
    await stream.until(({ data }) => data.some(({ meta }) => isLive((meta as { readonly dt: string }).dt)));
    expect(isLive((stream.data[0]?.['meta'] as { readonly dt: string }).dt)).toBe(false);
    stream.close();

    expect(await producer.signal('SIGTERM')).toEqual({ code: 0, signal: null });
    const counts = await endOffsets();
    expect(counts.every((count) => count > 0)).toBe(true);
    // One that starts again does not tell the past again.
    const again = start(compose.services.producer.command, here);
    await again.until(/"msg":"producing"/);
    const live = await RawStream.open(url);
    await live.until(({ events }) => events.length > 0);
    live.close();
    await again.signal('SIGTERM');
    const written =
      (await endOffsets()).reduce((sum, count) => sum + count, 0) -
      counts.reduce((sum, count) => sum + count, 0);
    expect(written).toBeLessThan(1000);
  });

  it('has a producer that says why it cannot produce', async () => {
    const producer = start(compose.services.producer.command, { sample_events_per_second: 1 });
    expect((await producer.ended).code).toBe(1);
    expect(producer.words).toContain('Cannot produce sample events: ');
  });

  async function endOffsets(): Promise<readonly number[]> {
    const { admin } = broker.writer;
    const topics = (await admin.listTopics()).filter((name) => name.includes('mediawiki'));
    const offsets = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
    expect(topics).toHaveLength(12);
    return offsets.flat().map(({ high }) => Number(high));
  }
});
