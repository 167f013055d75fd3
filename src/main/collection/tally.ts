import type { Cost } from '../connectors/kit/cost.ts';

const nothing: Readonly<Cost> = { requests: 0, retries: 0, waitedMs: 0 };

/** What was spent since it was last written down; a client adds to `spent` (`tallied`). */
export class Tally {
  readonly spent: Cost = { ...nothing };

  take(): Cost {
    const taken = { ...this.spent };
    Object.assign(this.spent, nothing);
    return taken;
  }

  /** Another one's is counted here. */
  takeOver(other: Tally): void {
    const { requests, retries, waitedMs } = other.take();
    this.spent.requests += requests;
    this.spent.retries += retries;
    this.spent.waitedMs += waitedMs;
  }
}
