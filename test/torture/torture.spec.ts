import { join } from 'node:path';
import { describeKafka, kafkaStartTimeoutMs } from '../support/kafka-broker.js';
import { projectRoot } from '../tooling/planted-project.js';
import { keepTorture } from './keep-torture.js';
import { startTorture } from './start-torture.js';

const kept = join(projectRoot, '.cache', 'torture');

describeKafka(
  'readers tortured for a while, on three brokers',
  () => {
    it(
      'are sent every event of their assignment once, in the order of each partition, or are told of a gap (seed 7)',
      async () => {
        const size = { seed: 7, seconds: 20, readers: 12, brokers: 3 };
        const { run, report } = await startTorture(size);
        // A run is not to be had again: what it was is needed to understand a fault.
        if (report.faults.length > 0) keepTorture(kept, run, report);
        expect(report.faults).toEqual([]);
        expect(report.counts['errors in the log of the service']).toBe(0);
        // Much has happened: a run that did nothing finds nothing.
        expect(report.counts['readers']).toBe(12);
        expect(report.counts['events delivered']).toBeGreaterThan(1000);
        expect(report.counts['connections']).toBeGreaterThan(24);
      },
      kafkaStartTimeoutMs,
    );
  },
  { own: true },
);
