import { startChild } from './processes/child.mjs';

/** What is measured: a file of `targets/`, and whether its events come from Kafka. */
const targets = {
  plain: { name: 'plain Node, shared buffers', file: 'targets/plain.mjs' },
  epoll: { name: 'C with epoll, shared buffers', file: 'targets/epoll.mjs' },
  nest: { name: 'stock Nest @Sse, one Subject', file: 'targets/nest-sse.mjs' },
  consumers: { name: 'one consumer per client', file: 'targets/consumer-per-client.mjs', onKafka: true },
  memory: { name: 'service, memory log', file: 'targets/service.mjs' },
  kafka: { name: 'service, Kafka', file: 'targets/service.mjs', onKafka: true },
};

/**
 * Starts a target as a process of its own.
 *
 * @param {{kafka: () => Promise<import('./kafka.mjs').Kafka>}} bench
 * @param {keyof typeof targets} kind
 * @param {{env?: Record<string, string>, gc?: boolean, topic?: string}} options `topic`: one that is there already;
 * default: a new one
 */
export async function startTarget(bench, kind, { env = {}, gc = false, topic } = {}) {
  const { name, file, onKafka } = targets[kind];
  const kafka = onKafka ? await bench.kafka() : undefined;
  const from = kafka && (topic ?? (await kafka.createTopic()));
  const child = await startChild(file, {
    env: { ...env, ...(kafka && { BENCH_KAFKA: kafka.broker, BENCH_TOPIC: from }) },
    execArgv: gc ? ['--expose-gc'] : [],
  });
  const stream = await child.ask('address');
  let stop = () => undefined;
  return {
    name,
    stream,
    topic: from ?? 'bench',
    ask: child.ask,
    /** Has events made, so many a second, until `rest` or the end. */
    async feed(rate) {
      if (kafka) stop = kafka.feed(from, rate);
      else await child.ask('start', { rate });
    },
    rest: () => (kafka ? stop() : child.ask('stop')),
    async end() {
      if (kafka) stop();
      await child.kill();
    },
  };
}
