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

/** Over whole decades; `ticks`: those that are named, default every power of ten. */
export function logScale(values, [from, to], ticks) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const [start, end] = ticks ? [Math.log10(ticks[0]) - 0.1, Math.log10(ticks.at(-1)) + 0.1] : [low, high];
  const named =
    ticks ?? Array.from({ length: high - low + 1 }, (_, n) => Number((10 ** (low + n)).toPrecision(1)));
  return { ticks: named, at: (value) => from + ((to - from) * (Math.log10(value) - start)) / (end - start) };
}

function niceStep(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 2.5, 5, 10].find((nice) => nice * power >= step) * power;
}
