import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';

/** Whether a media query holds, such as `(width < 75rem)`, kept up to date while the component is there. */
export function useMedia(query: string): ShallowRef<boolean> {
  const list = matchMedia(query);
  const holds = shallowRef(list.matches);
  const look = (): void => {
    holds.value = list.matches;
  };
  list.addEventListener('change', look);
  onScopeDispose(() => list.removeEventListener('change', look));
  return holds;
}
