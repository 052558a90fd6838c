import { getMaxListeners } from 'node:events';
import { KafkaUnderTest } from './kafka-under-test.js';

describe('many questions that wait for a leader', () => {
  it('may all listen for the end of the connection: Node warns of no leak', () => {
    const { connection } = new KafkaUnderTest({ 'metadata.broker.list': '127.0.0.1:1' });
    // Jest hides Node's warnings from tests: what they depend on is looked at instead.
    expect(getMaxListeners(connection.leaders['signal'])).toBe(0);
    connection.close();
  });
});
