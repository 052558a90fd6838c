import { grouped } from './grouped.mjs';
import { linearScale } from './scales.mjs';
import { colours, line, round, svg, text } from './svg.mjs';

const width = 720;
const frame = { left: 220, right: width - 90, top: 56 };
const [barHeight, gap] = [24, 12];

/**
 * Bars from zero, one a row, with their values.
 *
 * @param {object} chart
 * @param {string} chart.title
 * @param {string} chart.label of the values, with their unit
 * @param {{name: string, subject: string, value: number}[]} chart.bars
 * @param {{value: number, label: string}} chart.target
 */
export function barChart({ title, label, bars, target }) {
  const bottom = frame.top + bars.length * (barHeight + gap);
  const across = linearScale([...bars.map(({ value }) => value), target.value], [frame.left, frame.right]);
  return svg(width, bottom + 64, title, [
    text(20, 28, title, { className: 'title' }),
    ...across.ticks.flatMap((tick) => [
      line(across.at(tick), frame.top - 8, across.at(tick), bottom, 'grid'),
      text(across.at(tick), bottom + 18, grouped(tick), { anchor: 'middle', className: 'faint' }),
    ]),
    ...bars.flatMap((bar, n) => drawn(bar, frame.top + n * (barHeight + gap), across)),
    line(across.at(target.value), frame.top - 8, across.at(target.value), bottom, 'target'),
    text(across.at(target.value), frame.top - 12, target.label, { anchor: 'middle', className: 'faint' }),
    text((frame.left + frame.right) / 2, bottom + 48, label, { anchor: 'middle' }),
  ]);
}

function drawn({ name, subject, value }, y, across) {
  const length = round(across.at(value) - frame.left);
  return [
    text(frame.left - 10, y + 17, name, { anchor: 'end' }),
    `<rect class="fill-${colours[subject]}" x="${frame.left}" y="${y}" width="${length}" height="${barHeight}"/>`,
    text(frame.left + length + 8, y + 17, grouped(value)),
  ];
}
