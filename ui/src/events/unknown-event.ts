import { isObject, isScalar, type JsonObject, type JsonValue, type Scalar } from '../json';
import type { FieldPath } from '../watch/tally';
import { markAt, partAt, present, textAt, titleAt } from './fields';
import type { Fact, Told } from './summary';

/** What a line has room for. */
const MOST_FACTS = 4;
/** Fields of fields tell less and less. */
const DEEPEST = 3;
/** What every event has, or none reads. */
const untelling = new Set(['$schema', 'meta', 'dt', 'timestamp', 'id', 'uuid', 'schema']);

/**
 * An event of no known schema: what stands under names that schemas usually have, else the first fields that it has.
 */
export function unknownEvent(event: JsonObject): Told {
  const usual = usualParts(event);
  const isTold = (usual.titles?.length ?? 0) > 0;
  return isTold ? usual : { ...usual, facts: factsOf(event, usual) };
}

function usualParts(event: JsonObject): Told {
  return present({
    wiki: partAt(event, ['wiki'], ['wiki_id'], ['database'], ['meta', 'domain']),
    kind: partAt(event, ['page_change_kind'], ['type'], ['kind'], ['action']),
    titles: [titleAt(event, ['title'], ['page_title'], ['page', 'page_title'], ['page', 'title'])].filter(
      (title) => title !== undefined,
    ),
    user: partAt(event, ['user'], ['user_text'], ['performer', 'user_text'], ['performer'], ['user', 'name']),
    marks: [
      ...markAt(event, 'bot', ['bot'], ['is_bot'], ['performer', 'user_is_bot'], ['performer', 'is_bot']),
      ...markAt(event, 'minor', ['minor'], ['is_minor']),
    ],
    comment: textAt(event, ['comment'], ['message'], ['summary'], ['description']),
  });
}

/** The first fields with a value that nothing of the summary says yet. */
function factsOf(event: JsonObject, usual: Told): readonly Fact[] {
  const said = new Set<Scalar | undefined>([
    usual.wiki?.source?.value,
    usual.kind?.source?.value,
    usual.user?.source?.value,
    usual.comment,
  ]);
  const facts: Fact[] = [];
  for (const [field, value] of scalarsOf(event, [])) {
    if (facts.length === MOST_FACTS) break;
    if (value !== '' && !said.has(value))
      facts.push({ name: field.join('.'), text: String(value), source: { field, value } });
  }
  return facts;
}

/** A level before what is below it. */
function* scalarsOf(object: JsonObject, path: FieldPath): Generator<[FieldPath, Scalar]> {
  const members = Object.entries(object).filter(([name]) => !untelling.has(name));
  for (const [name, value] of members) if (isScalar(value)) yield [[...path, name], value];
  if (path.length + 1 >= DEEPEST) return;
  for (const [name, value] of members) if (isMember(value)) yield* scalarsOf(value, [...path, name]);
}

function isMember(value: JsonValue | undefined): value is JsonObject {
  return isObject(value);
}
