import type { JsonObject } from '../json';
import type { ReceivedEvent } from '../watch/received-event';
import { partAt } from './fields';
import { pageChange } from './page-change';
import { linksChange, pageEvent, pageMove, propertiesChange } from './page-events';
import { recentChange } from './recent-change';
import { revisionCreate, revisionScore, tagsChange, visibilityChange } from './revision-events';
import type { Mark, Part, Summary, Told } from './summary';
import { unknownEvent } from './unknown-event';

/** By the path of a schema without its version: what a newer version adds changes nothing here. */
const known: ReadonlyMap<string, (event: JsonObject) => Told> = new Map([
  ['/mediawiki/recentchange', recentChange],
  ['/mediawiki/page/change', pageChange],
  ['/mediawiki/page/delete', pageEvent('delete')],
  ['/mediawiki/page/undelete', pageEvent('undelete')],
  ['/mediawiki/page/move', pageMove],
  ['/mediawiki/page/links-change', linksChange],
  ['/mediawiki/page/properties-change', propertiesChange],
  ['/mediawiki/revision/create', revisionCreate],
  ['/mediawiki/revision/tags-change', tagsChange],
  ['/mediawiki/revision/visibility-change', visibilityChange],
  ['/mediawiki/revision/score', revisionScore],
]);

const made = new WeakMap<ReceivedEvent, Summary>();

/** What a row of the list says of an event; made when it is first asked for. */
export function summarise(event: ReceivedEvent): Summary {
  const before = made.get(event);
  if (before !== undefined) return before;
  const summary = summaryOf(event);
  made.set(event, summary);
  return summary;
}

function summaryOf({ value, stream }: ReceivedEvent): Summary {
  const told = (known.get(schemaOf(value)) ?? unknownEvent)(value);
  return {
    titles: [],
    facts: [],
    ...told,
    marks: [...(told.marks ?? []), ...canaryMark(value)],
    stream: streamPart(value, stream),
  };
}

function schemaOf(event: JsonObject): string {
  const { $schema: schema } = event;
  return typeof schema === 'string' ? schema.replace(/\/\d[\w.-]*$/, '') : '';
}

/** Most streams are MediaWiki's: that goes without saying. */
function streamPart(event: JsonObject, stream: string): Part {
  const part = partAt(event, ['meta', 'stream'], ['meta', 'topic']) ?? { text: stream };
  return { ...part, text: part.text.replace(/^mediawiki\./, '') };
}

/** An artificial event, which shows that a quiet stream is alive. */
function canaryMark(event: JsonObject): readonly Mark[] {
  const domain = partAt(event, ['meta', 'domain']);
  return domain?.text === 'canary' && domain.source ? [{ name: 'canary', source: domain.source }] : [];
}
