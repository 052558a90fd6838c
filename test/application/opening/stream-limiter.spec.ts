import fc from 'fast-check';
import { StreamLimiter } from '../../../src/application/opening/stream-limiter.js';

describe('admission', () => {
  it('counts up to the limit, forgets a client IP with its last stream, and gives nothing back twice', () => {
    const step = fc.record({
      ip: fc.constantFrom('a', 'b', 'c', undefined, ''),
      leaver: fc.option(fc.nat(9)),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const admission = new StreamLimiter({ maxConnections: 4, perClientIp: 2 });
        const all: { readonly ip: string; readonly leave: () => void; isOpen: boolean }[] = [];
        for (const { ip, leaver } of steps) {
          const open = all.filter(({ isOpen }) => isOpen);
          expect(admission.clientCount).toBe(new Set(open.map((place) => place.ip)).size);
          const leaving = leaver === null ? undefined : all[leaver];
          if (leaving) {
            leaving.leave();
            leaving.isOpen = false;
          } else if (open.length === 4) {
            expect(() => admission.admit(ip)).toThrow('4 are open');
          } else if (ip === undefined || ip === '') {
            expect(() => admission.admit(ip)).toThrow('X-Client-IP is missing');
          } else if (open.filter((place) => place.ip === ip).length === 2) {
            expect(() => admission.admit(ip)).toThrow('this client has 2 open');
          } else {
            all.push({ ip, leave: admission.admit(ip), isOpen: true });
          }
        }
        for (const { leave } of all) leave();
        expect(admission.clientCount).toBe(0);
      }),
    );
  });
});
