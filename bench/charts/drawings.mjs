import { barChart } from './bar-chart.mjs';
import { lineChart } from './line-chart.mjs';
import { colours } from './svg.mjs';

const subjects = Object.keys(colours);

/** One series per subject that has points. */
function bySubject(rows, pointOf) {
  return subjects
    .map((subject) => ({
      subject,
      points: rows
        .filter((row) => row.subject === subject)
        .map(pointOf)
        .sort(([a], [b]) => a - b),
    }))
    .filter(({ points }) => points.length > 0);
}

/** The charts, by file: from which question, and how they are drawn from its rows. */
export const drawings = {
  'fan-out-by-readers.svg': {
    question: 'fan-out',
    draw: (rows) =>
      lineChart({
        title: 'Live fan-out, 400 events of 1 kB a second to every reader',
        x: { label: 'readers', isLog: true, ticks: [100, 500, 2000] },
        y: { label: 'CPU, % of one core' },
        series: bySubject(
          rows.filter(({ eventsPerSecond, toPlain }) => eventsPerSecond === 400 && toPlain !== null),
          ({ readers, cpuShare }) => [readers, cpuShare * 100],
        ),
      }),
  },
  'cpu-by-rate.svg': {
    question: 'fan-out',
    draw: (rows) =>
      lineChart({
        title: 'CPU per delivered event, by rate',
        x: { label: 'delivered events per second, over all readers', isLog: true },
        y: { label: 'µs of CPU per delivered event', isLog: true },
        series: bySubject(
          rows.filter(({ readers, toPlain }) => readers === 500 || toPlain === null),
          ({ deliveredPerSecond, cpuMicrosPerEvent }) => [deliveredPerSecond, cpuMicrosPerEvent],
        ),
      }),
  },
  'memory-by-connections.svg': {
    question: 'many-clients',
    draw: (rows) =>
      lineChart({
        title: 'Resident memory of the process, idle clients',
        x: { label: 'connections' },
        y: { label: 'MiB' },
        series: bySubject(
          rows.filter(({ phase }) => phase === 'idle'),
          ({ readers, rssMiB }) => [readers, rssMiB],
        ),
      }),
  },
  'replay-speed.svg': {
    question: 'replay',
    draw: (rows) =>
      barChart({
        title: 'One client reads the whole log, three times',
        label: 'events of 1 kB per second',
        bars: rows
          .filter(({ events }) => events > 0)
          .map(({ subject, what, eventsPerSecond }) => ({
            subject,
            name: `${subject}, ${what.split(', ')[1]}`,
            value: eventsPerSecond,
          })),
        target: { value: 50_000, label: 'target' },
      }),
  },
  'resume-storm.svg': {
    question: 'resume-storm',
    draw: (rows) =>
      lineChart({
        title: '2 000 clients resume at once',
        x: { label: 'seconds since all asked' },
        y: { label: 'clients that are live again' },
        series: rows.map(({ subject, liveAfterMs }) => ({
          subject,
          isCurve: true,
          points: liveAfterMs.map(([ms, count]) => [ms / 1000, count]),
        })),
        target: { x: 5, label: 'target' },
      }),
  },
};
