/**
 * Draws the charts of `docs/charts`, and writes the tables of `docs/performance.md` between their marks, from the
 * newest results.
 *
 *     node bench/charts.mjs
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { drawings } from './charts/drawings.mjs';
import { questions, runsTable, tableOf } from './charts/tables.mjs';
import { newestResult } from './results.mjs';

const charts = new URL('../docs/charts/', import.meta.url);
const page = fileURLToPath(new URL('../docs/performance.md', import.meta.url));

/** `<!-- table: name -->` … `<!-- end -->`: what stands between is replaced; where there is no result yet it stays. */
const marked = /(<!-- table: ([\w -]+) -->)[^]*?(<!-- end -->)/g;

function draw() {
  mkdirSync(charts, { recursive: true });
  for (const [file, { question, draw: drawn }] of Object.entries(drawings)) {
    const result = newestResult(question);
    if (result) writeFileSync(new URL(file, charts), drawn(result.rows));
    else console.warn(`${file} is not drawn: ${question} has no full result`);
  }
}

function contentOf(name) {
  if (name === 'runs') return runsTable(questions.flatMap((question) => newestResult(question) ?? []));
  const result = newestResult(name.split(' ')[0]);
  return result && tableOf(name, result.rows);
}

async function writeTables() {
  const text = readFileSync(page, 'utf8').replace(marked, (all, begin, name, end) => {
    const content = contentOf(name);
    return content === undefined ? all : `${begin}\n\n${content}\n\n${end}`;
  });
  const config = await resolveConfig(page);
  writeFileSync(page, await format(text, { ...config, filepath: page }));
}

draw();
await writeTables();
