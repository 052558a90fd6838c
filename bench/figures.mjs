/** The value below which a share of the others lies; `null` where there are none. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Rounded to so many significant digits, as far as the machine's noise makes sense of them. */
export function rounded(value, digits = 3) {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(digits));
}

/** A row with what the design asks of it, in words, and whether it holds. */
export function against(row, target, met) {
  return { ...row, target, met };
}
