import { setImmediate, setTimeout } from 'node:timers/promises';
import { Failed } from '../../../shared/errors.ts';

/** A window that opens asks again within this time, ms. */
const quiet = 150;
const look = 5;

/**
 * When the next step of loading may be taken. One takes longer than all that a window asks before it
 * shows the first rows: until they are told, loading waits for a pause in its questions.
 */
export class Pace {
  #waitUntil = Number.NEGATIVE_INFINITY;
  #rowsTold = false;
  #stopped = false;

  answered(rows: boolean): void {
    this.#rowsTold ||= rows;
    this.#waitUntil = performance.now() + quiet;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Throws `Failed('cancelled')` when loading was stopped. */
  async turn(): Promise<void> {
    await setImmediate();
    while (!this.#stopped && !this.#rowsTold && performance.now() < this.#waitUntil) {
      await setTimeout(look);
    }
    if (this.#stopped) throw new Failed('cancelled');
  }
}
