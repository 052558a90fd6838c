/**
 * Draws the charts of `docs/charts`, and writes the tables of `docs/performance.md` between their marks, from the newest results.
 *
 *     node bench/charts.mjs
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { drawings } from './charts/drawings.mjs';
import { tableOf } from './charts/tables.mjs';
import { newestResult } from './results.mjs';

const charts = new URL('../docs/charts/', import.meta.url);
const page = fileURLToPath(new URL('../docs/performance.md', import.meta.url));

/** `<!-- table: name -->` … `<!-- end -->`: what stands between is replaced; where there is no result yet it stays. */
const marked = /(<!-- (table|run): ([\w -]+) -->)[^]*?(<!-- end -->)/g;

function draw() {
  mkdirSync(charts, { recursive: true });
  for (const [file, { question, draw: drawn }] of Object.entries(drawings)) {
    const result = newestResult(question);
    if (result) writeFileSync(new URL(file, charts), drawn(result.rows));
    else console.warn(`${file} is not drawn: ${question} has no full result`);
  }
}

/** When a question was answered, by which code, on what. */
function runOf({ startedAt, machine }) {
  const { commit, cpu, cores, memoryGiB, system, node, loadAverageBefore } = machine;
  const date = startedAt.slice(0, 10);
  return `${date}, commit ${commit}: ${cores} × ${cpu}, ${memoryGiB} GiB, ${system}, Node ${node}; load average before: ${loadAverageBefore.join(', ')}.`;
}

async function writeTables() {
  const text = readFileSync(page, 'utf8').replace(marked, (all, begin, kind, name, end) => {
    const result = newestResult(name.split(' ')[0]);
    if (!result) return all;
    const content = kind === 'run' ? runOf(result) : tableOf(name, result.rows);
    return `${begin}\n\n${content}\n\n${end}`;
  });
  const config = await resolveConfig(page);
  writeFileSync(page, await format(text, { ...config, filepath: page }));
}

draw();
await writeTables();
