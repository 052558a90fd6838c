import { grouped } from './grouped.mjs';
import { linearScale, logScale } from './scales.mjs';
import { colours, line, round, svg, text } from './svg.mjs';

const [width, height] = [720, 420];
const frame = { left: 76, right: width - 44, top: 84, bottom: height - 56 };

/**
 * Lines over a pair of axes.
 *
 * @param {object} chart
 * @param {string} chart.title
 * @param {{label: string, isLog?: boolean, ticks?: number[]}} chart.x `label`: with its unit
 * @param {{label: string, isLog?: boolean}} chart.y
 * @param {{subject: string, points: [number, number][], isCurve?: boolean}[]} chart.series `isCurve`: too many points
 * to mark each
 * @param {{x: number, label: string}} [chart.target]
 */
export function lineChart({ title, x, y, series, target }) {
  const points = series.flatMap((one) => one.points);
  const xs = [...points.map(([value]) => value), ...(target ? [target.x] : [])];
  const across = scaleOf(x, xs, [frame.left, frame.right]);
  const up = scaleOf(
    y,
    points.map(([, value]) => value),
    [frame.bottom, frame.top],
  );
  return svg(width, height, title, [
    text(frame.left, 28, title, { className: 'title' }),
    ...legend(series.map(({ subject }) => subject)),
    ...up.ticks.flatMap((tick) => [
      line(frame.left, up.at(tick), frame.right, up.at(tick), 'grid'),
      text(frame.left - 8, up.at(tick) + 4, grouped(tick), { anchor: 'end', className: 'faint' }),
    ]),
    ...across.ticks.map((tick) =>
      text(across.at(tick), frame.bottom + 20, grouped(tick), { anchor: 'middle', className: 'faint' }),
    ),
    text((frame.left + frame.right) / 2, height - 14, x.label, { anchor: 'middle' }),
    text(20, (frame.top + frame.bottom) / 2, y.label, { anchor: 'middle', turned: true }),
    ...(target ? targetLine(across.at(target.x), target.label) : []),
    ...series.flatMap((one) => drawn(one, across, up)),
  ]);
}

function scaleOf({ isLog, ticks }, values, span) {
  return isLog ? logScale(values, span, ticks) : linearScale(values, span);
}

function drawn({ subject, points, isCurve }, across, up) {
  const colour = colours[subject];
  const places = points.map(([x, y]) => [round(across.at(x)), round(up.at(y))]);
  const path = places.map((place) => place.join(',')).join(' ');
  const marks = isCurve
    ? []
    : places.map(([x, y]) => `<circle class="mark fill-${colour}" cx="${x}" cy="${y}" r="4.5"/>`);
  return [`<polyline class="series ${colour}" points="${path}"/>`, ...marks];
}

function targetLine(x, label) {
  return [
    line(x, frame.top, x, frame.bottom, 'target'),
    text(x - 6, frame.bottom - 8, label, { anchor: 'end', className: 'faint' }),
  ];
}

/** Names beside their colours, in as many rows as they need. */
function legend(subjects) {
  let [x, y] = [frame.left, 50];
  return subjects.flatMap((subject) => {
    const length = 26 + subject.length * 7;
    if (x + length > width) [x, y] = [frame.left, y + 18];
    const parts = [
      `<circle class="fill-${colours[subject]}" cx="${x + 5}" cy="${y - 4}" r="5"/>`,
      text(x + 15, y, subject),
    ];
    x += length;
    return parts;
  });
}
