/*
 * What an event costs between the log and the window, and what it keeps of memory.
 *
 *     npm run build && node --expose-gc bench/json-edit.mjs
 *
 * jsonc-parser is only compared with where it is installed; its figures are for finding the places, before any edit.
 */
import { isUtf8 } from 'node:buffer';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { spliceEvent } = require('../dist/domain/json/splice-event.js');
const { PageRedactor } = require('../dist/infrastructure/redaction/page-redactor.js');
const { EventPipeline } = require('../dist/application/feeds/event-pipeline.js');

const EVENTS = 2_000;
const ROUNDS = 25;
const KEPT = 50_000;

const event = (title, comment) => ({
  $schema: '/mediawiki/recentchange/1.0.0',
  meta: {
    uri: 'https://www.wikidata.org/wiki/Q42',
    request_id: '1f0f0c2e-7f0a-4c54-9c41-3e5d9d3f8b1a',
    id: '6ccd1b55-2c3a-4cf5-9b33-5b8a9cc7a9f8',
    domain: 'www.wikidata.org',
    stream: 'mediawiki.recentchange',
    dt: '2026-11-21T14:29:09Z',
  },
  id: 2345678901,
  type: 'edit',
  namespace: 0,
  title,
  title_url: 'https://www.wikidata.org/wiki/Q42',
  comment,
  timestamp: 1795271349,
  user: 'ExampleBot',
  bot: true,
  notify_url: 'https://www.wikidata.org/w/index.php?diff=2345678901&oldid=2345678900&rcid=2345678901',
  minor: false,
  patrolled: true,
  length: { old: 12345, new: 12399 },
  revision: { old: 2345678900, new: 2345678901 },
  server_url: 'https://www.wikidata.org',
  server_name: 'www.wikidata.org',
  server_script_path: '/w',
  wiki: 'wikidatawiki',
  parsedcomment: `<span dir="auto"><span class="autocomment">${comment} <a href="/wiki/Q42" title="${title}">${title}</a></span></span>`,
});

const samples = {
  'ASCII only': event(
    'Q42',
    '/* wbsetclaim-update:2||1|1 */ [[Property:P1082]]: 9,123, [[Property:P585]]: 2026-11',
  ),
  Cyrillic: event('Заглавная страница', '/* История */ уточнение, оформление списка литературы'),
};

const position = { topic: 'eqiad.mediawiki.recentchange', partition: 0, offset: 123_456_789 };
const redactor = new PageRedactor({ enwiki: ['Secret'], 'en.wikipedia.org': ['Secret'] });
const context = { topic: position.topic, streams: ['mediawiki.recentchange'] };
const nothing = () => undefined;
const pipeline = new EventPipeline(
  redactor,
  { streamsOf: () => [{ name: 'mediawiki.recentchange' }] },
  { recordsRead: nothing },
);

const steps = {
  'decode (isUtf8, toString)': ({ value }) => isUtf8(value) && value.toString('utf8').length,
  'JSON.parse': ({ text }) => JSON.parse(text).id,
  'redact, wiki not listed': ({ parsed }) => (redactor.redact(parsed, context) ? 1 : 0),
  spliceEvent: ({ text }) => spliceEvent(text, position).length,
  'spliceEvent, one member removed': ({ text }) => spliceEvent(text, position, [['user']]).length,
  'the whole pipeline': ({ chunk }) => pipeline.processChunk(position, chunk, true).length,
  ...jsoncSteps(),
};

for (const [name, sample] of Object.entries(samples)) {
  const json = JSON.stringify(sample);
  const inputs = Array.from({ length: EVENTS }, () => inputOf(Buffer.from(json)));
  console.log(`\n${name}, ${Buffer.byteLength(json)} bytes`);
  for (const [step, run] of Object.entries(steps))
    console.log(`  ${step.padEnd(34)}${measure(run, inputs).toFixed(2)} µs`);
  if (globalThis.gc) {
    console.log(
      `  kept by a line of the pipeline    ${kept(json, (input) => pipeline.processChunk(position, input.chunk, true)[0].json)} B`,
    );
    console.log(
      `  kept by a line joined with +      ${kept(json, ({ text }) => `${text.slice(0, 400)},"x":1${text.slice(400)}`)} B`,
    );
  }
}

function inputOf(value) {
  const text = value.toString('utf8');
  return { value, text, parsed: JSON.parse(text), chunk: { records: [{ offset: 1, timestamp: 0, value }] } };
}

/** The best round, in microseconds an event: the others were disturbed. */
function measure(run, inputs) {
  let best = Infinity;
  let sink = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (const input of inputs) sink += run(input);
    best = Math.min(best, performance.now() - start);
  }
  if (Number.isNaN(sink)) throw new Error('A step gave no number');
  return (best / inputs.length) * 1_000;
}

function kept(json, make) {
  const lines = [];
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < KEPT; i++) lines.push(make(inputOf(Buffer.from(json))));
  globalThis.gc();
  return Math.round((process.memoryUsage().heapUsed - before) / lines.length);
}

function jsoncSteps() {
  try {
    const { parseTree, visit } = require('jsonc-parser');
    return {
      'jsonc-parser visit, finding only': ({ text }) => {
        let found = 0;
        visit(text, { onObjectProperty: (key, offset) => (found += key === 'meta' ? offset : 0) });
        return found;
      },
      'jsonc-parser parseTree': ({ text }) => parseTree(text).length,
    };
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return {};
    throw error;
  }
}
