/** How long the page may handle what came before it must paint again: half of a frame at 60 Hz. */
const SHARE_OF_FRAME_MS = 8;
/** No frame takes that long. */
const LONGEST_FRAME_MS = 500;

/**
 * Keeps receiving from taking the page: whoever awaits `turn()` between pieces of work is let through until a frame's
 * share is used up, then waits for the next frame. While it waits nothing is read, so the server holds back the rest.
 */
export class Pace {
  #turnEndsMs = 0;

  async turn(): Promise<void> {
    // A page that is not shown has no frames.
    if (document.hidden || performance.now() < this.#turnEndsMs) return;
    await nextFrame();
    this.#turnEndsMs = performance.now() + SHARE_OF_FRAME_MS;
  }
}

/** A page that is hidden meanwhile is not painted until it is shown again. */
function nextFrame(): Promise<void> {
  return new Promise((settle) => {
    const timer = setTimeout(settle, LONGEST_FRAME_MS);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      settle();
    });
  });
}
