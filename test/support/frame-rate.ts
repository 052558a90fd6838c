import type { Page } from 'playwright-core';

/** How smoothly a page was drawn. */
export interface FrameRate {
  readonly frames: number;
  /** Between one frame and the next: the middle one, one in a hundred, and the longest. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
}

/** What the page keeps between the start and the end of a measurement. */
interface Recording {
  readonly times: number[];
  request: number;
}

declare global {
  interface Window {
    frameRecording?: Recording;
  }
}

/**
 * Measures, in the page, the time between frames while something goes on.
 * @throws {Error} where no two frames were drawn
 */
export async function measureFrames(page: Page, whileDoing: () => Promise<unknown>): Promise<FrameRate> {
  await page.evaluate(startRecording);
  await whileDoing();
  const times = await page.evaluate(endRecording);
  const intervals = times.slice(1).map((time, index) => time - (times[index] ?? time));
  intervals.sort((one, other) => one - other);
  if (intervals.length === 0) throw new Error('Cannot measure frames: no two were drawn');
  const at = (share: number): number =>
    intervals[Math.min(intervals.length - 1, Math.floor(intervals.length * share))] ?? 0;
  return { frames: times.length, p50Ms: at(0.5), p99Ms: at(0.99), longestMs: at(1) };
}

function startRecording(): void {
  const recording: Recording = { times: [], request: 0 };
  const note = (time: number): void => {
    recording.times.push(time);
    recording.request = requestAnimationFrame(note);
  };
  recording.request = requestAnimationFrame(note);
  window.frameRecording = recording;
}

function endRecording(): readonly number[] {
  const recording = window.frameRecording;
  if (recording === undefined) return [];
  cancelAnimationFrame(recording.request);
  delete window.frameRecording;
  return recording.times;
}
