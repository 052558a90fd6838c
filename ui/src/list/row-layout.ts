import { computed, onScopeDispose, shallowRef, watch as observe, type ComputedRef, type Ref } from 'vue';

/** Below these widths a row takes two lines. In rem. */
const WIDE_REM = 60;
const WIDE_OF_SEVERAL_REM = 70;
const ONE_LINE_REM = 2.25;
const TWO_LINES_REM = 3.5;

/** How rows are laid out. */
export interface RowLayout {
  /** One line holds all of a row. */
  readonly isWide: ComputedRef<boolean>;
  readonly rowHeightPx: ComputedRef<number>;
}

/** The layout that the width of an element has room for. @param several rows also say what stream they are of */
export function useRowLayout(
  element: Readonly<Ref<HTMLElement | null>>,
  several: Readonly<Ref<boolean>>,
): RowLayout {
  const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const widthPx = shallowRef(Number.POSITIVE_INFINITY);
  const observer = new ResizeObserver(([entry]) => {
    if (entry !== undefined) widthPx.value = entry.contentRect.width;
  });
  observe(
    element,
    (now) => {
      observer.disconnect();
      if (now === null) return;
      widthPx.value = now.clientWidth;
      observer.observe(now);
    },
    { flush: 'post' },
  );
  onScopeDispose(() => observer.disconnect());
  const isWide = computed(() => widthPx.value >= remPx * (several.value ? WIDE_OF_SEVERAL_REM : WIDE_REM));
  const rowHeightPx = computed(() => Math.round(remPx * (isWide.value ? ONE_LINE_REM : TWO_LINES_REM)));
  return { isWide, rowHeightPx };
}
