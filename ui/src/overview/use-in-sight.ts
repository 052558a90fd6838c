import { onMounted, onScopeDispose, shallowRef, type Ref, type ShallowRef } from 'vue';

/**
 * Whether an element can be seen: it is in the window, not in a tab of the page that is not open, and the page itself
 * is shown.
 */
export function useInSight(element: Readonly<Ref<HTMLElement | null>>): ShallowRef<boolean> {
  const inSight = shallowRef(false);
  let intersects = false;
  const look = (): void => {
    inSight.value = intersects && !document.hidden;
  };
  const observer = new IntersectionObserver((entries) => {
    intersects = entries.at(-1)?.isIntersecting ?? false;
    look();
  });
  onMounted(() => {
    if (element.value !== null) observer.observe(element.value);
  });
  document.addEventListener('visibilitychange', look);
  onScopeDispose(() => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', look);
  });
  return inSight;
}
