/** Readers as cheap as can be: raw sockets that share one buffer and count bytes. */
import { answer, stretch } from '../processes/answer.mjs';
import { pathOf, request } from './request.mjs';

const atOnce = 64;
const buffer = Buffer.alloc(256 * 1024);
const measured = stretch();
let bytes = 0;

function open(stream) {
  return new Promise((resolve) => {
    const callback = (length) => {
      bytes += length;
      resolve(true);
      return true;
    };
    request(stream, { onread: { buffer, callback } }).on('error', () => resolve(false));
  });
}

/**
 * Opens many, some at once; says how many had their first byte within the time. `first`: the number of the first of
 * them.
 */
async function openMany({ count, withinMs, first, port, path, coding }) {
  const start = performance.now();
  let [started, opened] = [0, 0];
  const opener = async () => {
    while (started < count && performance.now() - start < withinMs) {
      started += 1;
      if (await open({ port, path: pathOf(path, first + started - 1), coding })) opened += 1;
    }
  };
  const openers = Promise.all(Array.from({ length: Math.min(atOnce, count) }, opener));
  let timer;
  await Promise.race([openers, new Promise((resolve) => (timer = setTimeout(resolve, withinMs)))]);
  clearTimeout(timer);
  return { opened };
}

answer({
  open: openMany,
  begin: () => {
    bytes = 0;
    measured.begin();
  },
  measure: () => ({ bytes, ...measured.cost() }),
});
