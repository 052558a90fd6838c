/** What is drawn in which colour, the same in every chart. */
export const colours = {
  'C with epoll, shared buffers': 'epoll',
  'plain Node, shared buffers': 'plain',
  'stock Nest @Sse, one Subject': 'nest',
  'one consumer per client': 'consumers',
  'service, memory log': 'memory',
  'service, Kafka': 'kafka',
};

/** On paper of its own, so that it can be read wherever it is shown. */
const style = `
  svg { --paper: #ffffff; --ink: #1f2328; --faint: #656d76; --line: #d9dee3;
    --epoll: #9a6700; --plain: #57606a; --nest: #1a7f37; --consumers: #8250df; --memory: #0969da; --kafka: #bc4c00; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #0d1117; --ink: #e6edf3; --faint: #9198a1; --line: #30363d;
      --epoll: #d4a72c; --plain: #b1bac4; --nest: #3fb950; --consumers: #bc8cff; --memory: #58a6ff; --kafka: #f0883e; } }
  text { font: 13px system-ui, sans-serif; fill: var(--ink); }
  .title { font-weight: 600; font-size: 15px; }
  .faint { fill: var(--faint); font-size: 12px; }
  .grid { stroke: var(--line); }
  .target { stroke: var(--faint); stroke-dasharray: 5 4; }
  .paper { fill: var(--paper); }
  .series { fill: none; stroke-width: 2; }
  .mark { stroke: var(--paper); stroke-width: 1.5; }
  ${Object.values(colours)
    .map((name) => `.${name} { stroke: var(--${name}); } .fill-${name} { fill: var(--${name}); }`)
    .join('\n  ')}
`;

/** A whole drawing. */
export function svg(width, height, title, parts) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

/** @param {{anchor?: 'start' | 'middle' | 'end', className?: string, turned?: boolean}} options */
export function text(x, y, words, { anchor = 'start', className = '', turned = false } = {}) {
  const turn = turned ? ` transform="rotate(-90 ${x} ${y})"` : '';
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" class="${className}"${turn}>${escaped(words)}</text>`;
}

export function line(x1, y1, x2, y2, className) {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" class="${className}"/>`;
}

export function round(value) {
  return Math.round(value * 10) / 10;
}

function escaped(words) {
  return String(words).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
