import { onScopeDispose, shallowRef, watch as observe, type Ref, type ShallowRef } from 'vue';

/**
 * A value that is looked up every so often, and at once when what it depends on changes, as long as somebody sees it.
 *
 * What changes with each event would otherwise be worked out and drawn with each frame, which nobody could read.
 */
export function useSampled<Value>(
  look: () => Value,
  everyMs: number,
  inSight: Readonly<Ref<boolean>>,
  ...dependencies: readonly Readonly<Ref>[]
): ShallowRef<Value> {
  const sampled = shallowRef(look());
  const sample = (): void => {
    if (inSight.value) sampled.value = look();
  };
  observe([inSight, ...dependencies], sample);
  const timer = setInterval(sample, everyMs);
  onScopeDispose(() => clearInterval(timer));
  return sampled;
}
