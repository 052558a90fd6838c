/** The product: on its log in memory, fed in this process, or on Kafka (BENCH_KAFKA), fed from outside. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atRate, eventText } from '../event.mjs';
import { answerBench } from './answer.mjs';

const require = createRequire(import.meta.url);
const { createApp } = require('../../dist/create-app.js');
const { parseSettings } = require('../../dist/infrastructure/config/load-settings.js');
const { createLogger } = require('../../dist/infrastructure/logging/create-logger.js');
const { MemoryLog } = require('../../dist/infrastructure/memory/memory-log.js');
const { MemoryEventSource } = require('../../dist/infrastructure/memory/memory-event-source.js');
const { MemoryOffsetResolver } = require('../../dist/infrastructure/memory/memory-offset-resolver.js');

const catalogue = join(mkdtempSync(join(tmpdir(), 'eventstreams-bench-')), 'streams.json');
writeFileSync(catalogue, JSON.stringify({ bench: { topics: ['bench'] } }));
const kafka = process.env.BENCH_KAFKA;
const { settings } = parseSettings({
  port: 0,
  interface: '127.0.0.1',
  stream_config_uri: catalogue,
  log_level: 'error',
  ...(kafka && { kafka: { conf: { 'metadata.broker.list': kafka } } }),
});
const log = new MemoryLog();
if (!kafka) log.createTopic('bench', 1);
const memory = {
  source: new MemoryEventSource(log),
  offsets: new MemoryOffsetResolver(log),
  dependency: { name: 'memory-log', check: () => ({ up: true }) },
  onApplicationShutdown: () => undefined,
};
const app = await createApp(
  settings,
  createLogger({ level: 'error', name: 'bench' }),
  kafka ? undefined : memory,
);
await app.listen(0, '127.0.0.1');

function start(rate) {
  return atRate(rate, (first, count) => {
    for (let n = first; n < first + count; n += 1) {
      log.append('bench', 0, { timestamp: Date.now(), value: eventText(n) });
    }
  });
}

answerBench({
  port: app.getHttpServer().address().port,
  path: '/v2/stream/bench',
  start: kafka ? undefined : start,
});
