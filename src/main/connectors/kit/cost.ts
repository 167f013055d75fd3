/** What answers cost, every try counted. `waitedMs`: only waits that the service asked for. */
export interface Cost {
  requests: number;
  retries: number;
  waitedMs: number;
}

export const noCost: Readonly<Cost> = { requests: 0, retries: 0, waitedMs: 0 };
