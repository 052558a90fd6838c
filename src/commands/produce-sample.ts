import { InvalidConfiguration } from '../infrastructure/config/invalid-configuration.js';
import { loadSettings } from '../infrastructure/config/load-settings.js';
import { KafkaWriter } from '../infrastructure/kafka/kafka-writer.js';
import { parseKafkaConf } from '../infrastructure/kafka/parse-kafka-conf.js';
import { createLogger } from '../infrastructure/logging/create-logger.js';
import { SampleProducer } from './sample-producer.js';

/** A command that writes sample events into the configured Kafka until SIGTERM or SIGINT. */
async function main(argv: readonly string[]): Promise<void> {
  const { settings } = loadSettings(argv, process.env);
  const { kafka, memoryLog, logLevel } = settings;
  const { sampleEventsPerSecond: eventsPerSecond, sampleHistoryMs: historyMs } = memoryLog;
  if (kafka === undefined) throw new InvalidConfiguration(['kafka: is missing, expected where to write']);
  if (eventsPerSecond === 0) throw new InvalidConfiguration(['sample_events_per_second: 0 gives no events']);
  const log = createLogger({ level: logLevel, name: 'produce-sample' });
  const conf = parseKafkaConf(kafka.conf, (message) => log.warn(message));
  const writer = new KafkaWriter({ ...conf, clientId: 'produce-sample' });
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stopping.abort());
  await writer.connect();
  try {
    log.info({ eventsPerSecond, historyMs }, 'producing');
    await new SampleProducer(writer, { eventsPerSecond, historyMs }).run(stopping.signal);
  } finally {
    await writer.close();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Cannot produce sample events: ${text}\n`);
  process.exitCode = 1;
});
