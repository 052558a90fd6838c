import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';

/** The time, in milliseconds since the epoch, looked up every so often while the component is there. */
export function useNow(everyMs: number): ShallowRef<number> {
  const now = shallowRef(Date.now());
  const timer = setInterval(() => (now.value = Date.now()), everyMs);
  onScopeDispose(() => clearInterval(timer));
  return now;
}
