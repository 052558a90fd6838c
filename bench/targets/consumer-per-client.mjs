/** What the service replaces: a Kafka consumer, in a group of its own, for every client. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Kafka, logLevel } from 'kafkajs';
import { answerAsTarget } from './answer-as-target.mjs';

const { BENCH_KAFKA, BENCH_TOPIC: topic } = process.env;
const kafka = new Kafka({ brokers: [BENCH_KAFKA], logLevel: logLevel.NOTHING });

const server = createServer(async (request, response) => {
  const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
  response.on('close', () => consumer.disconnect().catch(() => undefined));
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: false });
  consumer.on(consumer.events.GROUP_JOIN, () => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(':ok\n\n');
  });
  await consumer.run({ eachMessage: ({ partition, message }) => send(response, partition, message) });
});

async function send(response, partition, { offset, timestamp, value }) {
  const event = JSON.parse(value.toString());
  Object.assign(event.meta, { topic, partition, offset: Number(offset) });
  const id = JSON.stringify([{ topic, partition, timestamp: Number(timestamp), offset: Number(offset) + 1 }]);
  response.write(`event: message\nid: ${id}\ndata: ${JSON.stringify(event)}\n\n`);
}

server.listen(0, '127.0.0.1', () => answerAsTarget({ port: server.address().port, path: '/' }));
