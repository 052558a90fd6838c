import fc from 'fast-check';
import { OffsetArray } from '../../../src/infrastructure/memory/offset-array.js';

describe('OffsetArray', () => {
  it('is an array that loses its start', () => {
    const step = fc.record({ kind: fc.constantFrom('push', 'shift', 'pop'), times: fc.nat(1500) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const array = new OffsetArray<number>();
        const model: number[] = [];
        let [start, pushed] = [0, 0];
        for (const { kind, times } of steps) {
          for (let i = 0; i < times; i++) {
            if (kind === 'push') array.push(model[model.push(pushed++) - 1]!);
            if (kind === 'shift') {
              if (model.length > 0) start++;
              expect(array.shift()).toBe(model.shift());
            }
            if (kind === 'pop') expect(array.pop()).toBe(model.pop());
          }
          expect([array.start, array.end]).toEqual([start, start + model.length]);
          expect([array.at(start - 1), array.at(array.end)]).toEqual([undefined, undefined]);
          for (let i = 0; i < model.length; i += 97) expect(array.at(start + i)).toBe(model[i]);
        }
      }),
      { numRuns: 50 },
    );
  });
});
