import { hear } from '../../src/main/thread.ts';

/** Begins what it is told at once and is done with it 300 ms later: cells 0 and 1 say so. */
const port = hear((cells) => {
  if (!(cells instanceof Int32Array)) throw new TypeError('cells');
  Atomics.store(cells, 0, 1);
  port.postMessage('begun');
  Atomics.wait(cells, 2, 0, 300);
  if (Atomics.load(cells, 2) !== 0) throw new Error('as it was told');
  Atomics.store(cells, 1, 1);
});
