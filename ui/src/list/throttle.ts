/**
 * Something that is done at once, then at most once in a while, and once more after the last call: what is shown is
 * never old for long.
 * @param pauseMs between one time and the next
 */
export function throttle(pauseMs: number, work: () => void): () => void {
  let isResting = false;
  let isAsked = false;
  const run = (): void => {
    isResting = true;
    isAsked = false;
    work();
    setTimeout(() => {
      isResting = false;
      if (isAsked) run();
    }, pauseMs);
  };
  return () => {
    isAsked = true;
    if (!isResting) run();
  };
}
