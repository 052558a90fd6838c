const filler = 'x'.repeat(860);

/** Microseconds on a clock that all processes of one machine share and nobody sets. */
export function nowMicros() {
  return Number(process.hrtime.bigint() / 1000n);
}

/**
 * An event of about a kilobyte that says which it is and when it was made.
 *
 * @param {object} members what else it has
 */
export function eventText(n, members) {
  return JSON.stringify({
    $schema: '/bench/1.0.0',
    meta: { stream: 'bench', domain: 'bench.example.org', dt: '2026-01-01T00:00:00Z' },
    made: `${n}@${nowMicros()}`,
    text: filler,
    ...members,
  });
}

/** How an event says which it is, `[number, made]`, and where in a block that stands. */
export const madeMark = {
  before: Buffer.from('"made":"'),
  after: Buffer.from('"'),
  read: (text) => text.split('@').map(Number),
};

/** Where the service says at which offset of its partition an event stands. */
export const offsetMark = {
  before: Buffer.from('"partition":0,"offset":'),
  after: Buffer.from('}'),
  read: (text) => [Number(text)],
};

/** Calls back `rate` times a second, in ticks of a few milliseconds. Gives what stops it. */
export function atRate(rate, produce) {
  const start = performance.now();
  let made = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - start) / 1000) * rate);
    const count = due - made;
    if (count <= 0) return;
    produce(made, count);
    made = due;
  }, 5);
  return () => clearInterval(timer);
}
