import type { Arena } from './arena.ts';
import { rankEntries, rankSteps } from './text-order.ts';

/** Putting more in order takes over two hundred megabytes for a while, 17 bytes a text. */
const mostPrepared = 12_000_000;

/** The order of an arena's texts, found once or beforehand, and anew when there are others. */
export class KeptRanks {
  private readonly texts: Arena;
  private ranks: Uint32Array | null = null;
  private truncations = 0;

  constructor(texts: Arena) {
    this.texts = texts;
  }

  /** For each entry its place in the order of texts, from 1; 0 for null. Not to be written to. */
  get(): Uint32Array {
    if (this.ranks?.length !== this.texts.entries) this.ranks = rankEntries(this.texts);
    return this.ranks;
  }

  /** Finds the order a step at a time; given up when texts come or go meanwhile. */
  *prepare(): Generator<void, void> {
    const size = this.texts.entries;
    const { truncations } = this;
    if (this.ranks?.length === size || size > mostPrepared) return;
    const steps = rankSteps(this.texts);
    while (size === this.texts.entries && truncations === this.truncations) {
      const step = steps.next();
      if (step.done === true) {
        this.ranks = step.value;
        return;
      }
      yield;
    }
  }

  /** To be called when texts have gone. */
  clear(): void {
    this.truncations += 1;
    this.ranks = null;
  }
}
