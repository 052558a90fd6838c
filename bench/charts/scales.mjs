/** Of a logarithmic axis, in decades. */
const margin = 0.1;

/** From zero to a round number above the most. */
export function linearScale(values, [from, to]) {
  const most = Math.max(...values);
  const step = niceStep(most / 5);
  const end = Math.ceil(most / step) * step;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, n) =>
    Number((n * step).toPrecision(12)),
  );
  return { ticks, at: (value) => from + ((to - from) * value) / end };
}

/** A little beyond the values on both sides; `ticks`: those that are named, default every power of ten. */
export function logScale(values, [from, to], ticks) {
  const start = Math.log10(Math.min(...values)) - margin;
  const end = Math.log10(Math.max(...values)) + margin;
  const powers = Array.from({ length: Math.floor(end) - Math.ceil(start) + 1 }, (_, n) =>
    Number((10 ** (Math.ceil(start) + n)).toPrecision(1)),
  );
  return {
    ticks: ticks ?? powers,
    at: (value) => from + ((to - from) * (Math.log10(value) - start)) / (end - start),
  };
}

function niceStep(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 2.5, 5, 10].find((nice) => nice * power >= step) * power;
}
