/** What answers cost, every try counted. `waitedMs`: only waits that the service asked for. */
export interface Cost {
  requests: number;
  retries: number;
  waitedMs: number;
}

export const noCost: Readonly<Cost> = { requests: 0, retries: 0, waitedMs: 0 };

export function addCost(one: Cost, other: Cost): Cost {
  return {
    requests: one.requests + other.requests,
    retries: one.retries + other.retries,
    waitedMs: one.waitedMs + other.waitedMs,
  };
}
