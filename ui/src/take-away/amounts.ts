const counts = new Intl.NumberFormat('en');
const sizes = ['B', 'kB', 'MB', 'GB'];

/** A whole number with its thousands set apart. */
export function countText(count: number): string {
  return counts.format(count);
}

/** A number of bytes to two digits: `1.2 MB`. */
export function sizeText(bytes: number): string {
  const power = Math.min(sizes.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${Number((bytes / 1000 ** power).toPrecision(2))} ${sizes[power] ?? ''}`;
}
