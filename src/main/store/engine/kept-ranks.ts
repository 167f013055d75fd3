import type { Arena } from './arena.ts';
import { Bitmap } from './bitmap.ts';
import type { Uint32List } from './growable.ts';
import { finished, rankSteps } from './text-order.ts';

/** Putting more in order takes three hundred megabytes for a while, 25 bytes a text. */
const mostPrepared = 12_000_000;
/** Codes looked at in one step. */
const stepCodes = 65_536;

/** An order that is being found, of the texts that were there when it was begun. */
interface Begun {
  entries: number;
  truncations: number;
  steps: Generator<void, Uint32Array>;
}

/** The order of texts, found once or beforehand, and anew when there are others. */
export class KeptRanks {
  private readonly texts: Arena;
  private readonly codes: Uint32List | null;
  private ranks: Uint32Array | null = null;
  /** How often texts had gone when `ranks` were found. */
  private truncations = 0;
  private begun: Begun | null = null;

  /** `codes`: the entries that need be in order; all when not given. */
  constructor(texts: Arena, codes: Uint32List | null = null) {
    this.texts = texts;
    this.codes = codes;
  }

  /**
   * For each entry its place in the order of texts, from 1; 0 for null and for what need not be in
   * order. Not to be written to.
   */
  get(): Uint32Array {
    for (;;) {
      const ranks = this.known();
      if (ranks) return ranks;
      finished(this.steps());
    }
  }

  /** Finds the order a step at a time; given up when texts come or go meanwhile. */
  *prepare(): Generator<void, void> {
    if (this.texts.entries <= mostPrepared && !this.known()) yield* this.steps();
  }

  /** What was found, if it has all that is to be in order now. More does no harm. */
  private known(): Uint32Array | null {
    const { ranks, texts, codes } = this;
    if (!ranks || this.truncations !== texts.truncations) return null;
    if (!codes) return ranks.length === texts.entries ? ranks : null;
    for (let i = 0; i < codes.length; i += 1) {
      const code = codes.at(i);
      if (code > 0 && (ranks[code] ?? 0) === 0) return null;
    }
    return ranks;
  }

  /** Goes on with the steps that are under way, as whoever asks for the order meanwhile does, too. */
  private *steps(): Generator<void, void> {
    if (!this.begun || !this.isCurrent(this.begun)) {
      const { entries, truncations } = this.texts;
      this.begun = { entries, truncations, steps: this.find() };
      this.ranks = null;
    }
    const { begun } = this;
    while (begun === this.begun) {
      if (!this.isCurrent(begun)) {
        this.begun = null;
        return;
      }
      const step = begun.steps.next();
      if (step.done === true) {
        this.ranks = step.value;
        this.truncations = begun.truncations;
        this.begun = null;
        return;
      }
      yield;
    }
  }

  private isCurrent({ entries, truncations }: Begun): boolean {
    return entries === this.texts.entries && truncations === this.texts.truncations;
  }

  private *find(): Generator<void, Uint32Array> {
    const { texts, codes } = this;
    if (!codes) return yield* rankSteps(texts);
    const wanted = new Bitmap(texts.entries);
    for (let i = 0; i < codes.length; i += 1) {
      wanted.add(codes.at(i));
      if (i % stepCodes === 0) yield;
    }
    return yield* rankSteps(texts, (entry) => wanted.has(entry));
  }
}
