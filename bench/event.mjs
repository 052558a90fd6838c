/** An event of about a kilobyte, with the time it was made in it. */
const filler = 'x'.repeat(860);

export function eventText(n) {
  return JSON.stringify({
    $schema: '/bench/1.0.0',
    meta: { stream: 'bench', domain: 'bench.example.org', dt: '2026-01-01T00:00:00Z' },
    n,
    at: Date.now(),
    text: filler,
  });
}

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
