import { valueAt, type JsonObject } from '../json';
import { markAt, partAt, present, sizeAt, textAt, titleAt } from './fields';
import type { Part, SizeChange, Told } from './summary';

/** `mediawiki/recentchange`: what a wiki lists as recent changes. */
export function recentChange(event: JsonObject): Told {
  return present({
    wiki: partAt(event, ['wiki'], ['server_name']),
    kind: kindOf(event),
    titles: [titleAt(event, ['title']), moveTarget(event)].filter((title) => title !== undefined),
    user: partAt(event, ['user']),
    size: sizeOf(event),
    marks: [...markAt(event, 'bot', ['bot']), ...markAt(event, 'minor', ['minor'])],
    comment: textAt(event, ['comment'], ['log_action_comment']),
  });
}

/** Of logged actions the log says more than that they were logged: `block/unblock`. */
function kindOf(event: JsonObject): Part | undefined {
  const log = event['type'] === 'log' ? partAt(event, ['log_type']) : undefined;
  if (log === undefined) return partAt(event, ['type']);
  const action = textAt(event, ['log_action']) ?? log.text;
  return action === log.text ? log : { ...log, text: `${log.text}/${action}` };
}

function moveTarget(event: JsonObject): Part | undefined {
  return event['log_type'] === 'move' ? titleAt(event, ['log_params', 'target']) : undefined;
}

/** An edit whose earlier length is not told has not therefore made the page. */
function sizeOf(event: JsonObject): SizeChange | undefined {
  const size = sizeAt(event, ['length', 'old'], ['length', 'new']);
  return size?.from === undefined && valueAt(event, ['type']) !== 'new' ? undefined : size;
}
