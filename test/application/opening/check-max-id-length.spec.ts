import { checkMaxIdLength } from '../../../src/application/opening/check-max-id-length.js';
import { Assignment } from '../../../src/domain/assignment.js';
import { TooManyPartitions } from '../../../src/domain/errors.js';

const widest = '"timestamp":8640000000000000,"offset":9007199254740991,"log":"q7Zk"';
const whole = (counts: Readonly<Record<string, number>>): Assignment =>
  Assignment.whole(new Map(Object.entries(counts)));

describe('an assignment is refused for the length of its id', () => {
  it.each<[string, Assignment, boolean, string]>([
    [
      'when its Last-Event-ID line, name and all, could become longer than the limit',
      whole({ a: 2 }),
      true,
      `Last-Event-ID: [{"topic":"a","partition":0,${widest},"partitions":2},{"topic":"a","partition":1,${widest}}]`,
    ],
    [
      'without offsets by what is left of it',
      whole({ a: 1 }),
      false,
      'Last-Event-ID: [{"topic":"a","partition":0,"timestamp":8640000000000000}]',
    ],
    [
      'as if a topic that is waited for had appeared',
      whole({ a: 0 }),
      true,
      `Last-Event-ID: [{"topic":"a","partition":0,${widest},"partitions":1}]`,
    ],
  ])('%s', (_, assignment, lastEventIdOffsets, line) => {
    const refuse = (maxIdBytes: number): void =>
      checkMaxIdLength(assignment, 'q7Zk', { maxIdBytes, lastEventIdOffsets });
    expect(() => refuse(line.length)).not.toThrow();
    expect(() => refuse(line.length - 1)).toThrow(TooManyPartitions);
    expect(() => refuse(line.length - 1)).toThrow(
      `their Last-Event-ID could have ${line.length} bytes, more than ${line.length - 1}; ask for fewer streams`,
    );
  });

  it('before it has more entries than are read, at the longest that can be configured', () => {
    const refuse = (): void =>
      checkMaxIdLength(whole({ a: 1001 }), 'q7Zk', { maxIdBytes: 56_000, lastEventIdOffsets: false });
    expect(refuse).toThrow(TooManyPartitions);
  });
});
