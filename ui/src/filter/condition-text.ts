import type { Scalar } from '../json';
import type { Condition } from './condition';
import { fieldText, presenceText, type IsNamed } from './field-text';

/** The expression that says a condition. */
export function conditionText(condition: Condition, isNamed: IsNamed): string {
  const holds = positiveText(condition, isNamed);
  return condition.negated ? `!(${presenceText(condition.field, isNamed)} && ${holds})` : holds;
}

function positiveText({ field, values, inList }: Condition, isNamed: IsNamed): string {
  const name = fieldText(field, isNamed);
  const literals = values.map(literalOf);
  if (inList) return `${literals[0] ?? '""'} in ${name}`;
  return literals.length === 1 ? `${name} == ${literals.join('')}` : `${name} in [${literals.join(', ')}]`;
}

/** A value as CEL writes it. Its escapes of texts are those of JSON. */
export function literalOf(value: Scalar): string {
  if (typeof value !== 'number') return JSON.stringify(value);
  const digits = String(value);
  // An integer of CEL has 64 bits; beyond what is exact here it is no integer to the service either.
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !digits.includes('e')
    ? `${digits}.0`
    : digits;
}
