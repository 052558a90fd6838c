import { isScalar, valueAt, type JsonObject, type JsonValue } from '../json';
import { words } from '../words/list';
import { listAt, markAt, membersAt } from './fields';
import { aboutPage, fact } from './page-events';
import type { Fact, Told } from './summary';

/** `mediawiki/revision/create`: its first revision makes a page. The size before is not told. */
export function revisionCreate(event: JsonObject): Told {
  const isFirst = !Number(valueAt(event, ['rev_parent_id']));
  const length = event['rev_len'];
  return {
    ...aboutRevision(event),
    kind: { text: isFirst ? 'create' : 'edit' },
    ...(isFirst && typeof length === 'number' && { size: { to: length } }),
  };
}

/** `mediawiki/revision/tags-change`. */
export function tagsChange(event: JsonObject): Told {
  const [now, before] = [textsAt(event, ['tags']), textsAt(event, ['prior_state', 'tags'])];
  const facts = [
    fact(words.facts.added, without(now, before)),
    fact(words.facts.removed, without(before, now)),
  ];
  return { ...aboutRevision(event), kind: { text: 'tags' }, facts: facts.flat() };
}

/** `mediawiki/revision/visibility-change`. */
export function visibilityChange(event: JsonObject): Told {
  const facts = [
    fact(words.facts.hidden, changed(event, false)),
    fact(words.facts.visible, changed(event, true)),
  ];
  return { ...aboutRevision(event), kind: { text: 'visibility' }, facts: facts.flat() };
}

/** `mediawiki/revision/score`: what each model says. */
export function revisionScore(event: JsonObject): Told {
  const facts: readonly Fact[] = membersAt(event, ['scores']).flatMap(([model, score]) =>
    fact(model, predictionOf(score)),
  );
  return { ...aboutRevision(event), kind: { text: 'score' }, facts };
}

function aboutRevision(event: JsonObject): Told {
  const about = aboutPage(event);
  const marks = [
    ...(about.marks ?? []),
    ...markAt(event, 'minor', ['rev_minor_edit']),
    ...markAt(event, 'revert', ['rev_is_revert']),
  ];
  return { ...about, marks };
}

/** The parts of a revision that became visible, or hidden. */
function changed(event: JsonObject, isVisible: boolean): readonly string[] {
  return membersAt(event, ['visibility'])
    .filter(([name, value]) => {
      const before = valueAt(event, ['prior_state', 'visibility', name]);
      return value === isVisible && before !== isVisible;
    })
    .map(([name]) => name);
}

function predictionOf(score: JsonValue): readonly string[] {
  const prediction = valueAt(score, ['prediction']);
  const values = Array.isArray(prediction) ? (prediction as readonly JsonValue[]) : [prediction];
  return values.filter(isScalar).map(String);
}

function textsAt(event: JsonObject, field: readonly string[]): readonly string[] {
  return listAt(event, field).filter((element) => typeof element === 'string');
}

function without(these: readonly string[], those: readonly string[]): readonly string[] {
  return these.filter((text) => !those.includes(text));
}
