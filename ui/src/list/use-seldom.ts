import { shallowRef, watch as observe, type Ref, type ShallowRef } from 'vue';
import { throttle } from './throttle';

/** The same value, taken over at once and then at most once in so many milliseconds. */
export function useSeldom<Value>(value: Readonly<Ref<Value>>, pauseMs: number): ShallowRef<Value> {
  const taken = shallowRef(value.value);
  const take = throttle(pauseMs, () => (taken.value = value.value));
  observe(value, take);
  return taken;
}
