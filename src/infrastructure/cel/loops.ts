import type { Evaluate, Evaluation } from './evaluation.js';
import { isMap, keysOf } from './values.js';

/** Compiles `all`, `exists` or `exists_one` over the elements of a list, or the member names of a map. */
export function loopOf(name: string, range: Evaluate, predicate: Evaluate): Evaluate {
  const over = name === 'exists_one' ? one : quantified(name === 'exists');
  return (at) => {
    at.step();
    const value = range(at);
    const elements = isMap(value) ? keysOf(value, at) : value;
    return Array.isArray(elements) ? over(elements as readonly unknown[], predicate, at) : undefined;
  };
}

/** One deciding element is enough, even if others are unknown. @param deciding the decisive value: true for `exists` */
function quantified(deciding: boolean) {
  return (elements: readonly unknown[], predicate: Evaluate, at: Evaluation): boolean | undefined => {
    let isTold = true;
    for (const element of elements) {
      at.step();
      at.element = element;
      const value = predicate(at);
      if (value === deciding) return deciding;
      isTold &&= value === !deciding;
    }
    return isTold ? !deciding : undefined;
  };
}

function one(elements: readonly unknown[], predicate: Evaluate, at: Evaluation): boolean | undefined {
  let count = 0;
  for (const element of elements) {
    at.step();
    at.element = element;
    const value = predicate(at);
    if (typeof value !== 'boolean') return undefined;
    if (value) count += 1;
  }
  return count === 1;
}
