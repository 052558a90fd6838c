import { columns } from './columns.mjs';
import { grouped } from './grouped.mjs';

/** In the order they are shown. */
export const questions = [...new Set(Object.keys(columns).map((name) => name.split(' ')[0]))];

const verdict = [
  ['target', 'target'],
  ['met', 'met'],
];

/**
 * A table of Markdown.
 *
 * @param {string} name a question, or one with a phase of it
 */
export function tableOf(name, rows) {
  const [, phase] = name.split(' ');
  const shown = phase === undefined ? rows : rows.filter((row) => row.phase === phase);
  const used = [...columns[name], ...verdict].filter(([key]) => shown.some((row) => row[key] !== undefined));
  const lines = [
    used.map(([, heading]) => heading),
    used.map(([key]) =>
      typeof shown.find((row) => row[key] !== undefined)[key] === 'number' ? '--:' : '---',
    ),
    ...shown.map((row) => used.map(([key]) => cell(row[key]))),
  ];
  return lines.map(asLine).join('\n');
}

/** When each question was answered, by which code, and on what; `undefined` where none has been. */
export function runsTable(results) {
  if (results.length === 0) return undefined;
  const { cpu, cores, memoryGiB, system, node } = results.at(-1).machine;
  const lines = [
    ['', 'date', 'commit', 'took s', 'load average before the run'],
    ['---', '---', '---', '--:', '---'],
    ...results.map(({ question, startedAt, seconds, machine }) => [
      question,
      startedAt.slice(0, 10),
      machine.commit,
      seconds,
      machine.loadAverageBefore.join(', '),
    ]),
  ];
  return `${cores} × ${cpu}, ${memoryGiB} GiB, ${system}, Node ${node}.\n\n${lines.map(asLine).join('\n')}`;
}

function asLine(cells) {
  return `| ${cells.join(' | ')} |`;
}

function cell(value) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : '**no**';
  return typeof value === 'number' ? grouped(value) : value;
}
