import { noCounts, type Collection, type LedgerWindow } from '../../src/shared/session.ts';

/** A window as the ledger tells of it, pulled to its end unless `part` says otherwise. */
export function ledgerWindow(
  part: Pick<LedgerWindow, 'id' | 'from' | 'to'> & Partial<LedgerWindow>,
): LedgerWindow {
  return {
    status: 'complete',
    reason: null,
    position: null,
    counts: { ...noCounts, pages: 1 },
    first: null,
    last: null,
    ...part,
  };
}

/** A collection of Pachca's events over these windows, as the ledger tells of it. */
export function ledgerCollection(
  windows: LedgerWindow[],
  part: Partial<Collection> = {},
): Collection {
  return {
    id: 1,
    origin: 'service',
    purpose: 'events',
    source: 'pachca',
    address: 'https://api.example.com',
    from: windows[0]?.from ?? null,
    to: windows.at(-1)?.to ?? null,
    filters: {},
    withDetails: false,
    selection: null,
    owner: null,
    clockOffsetMs: 0,
    refresh: false,
    overlapMs: null,
    filterIgnored: false,
    stop: null,
    startedAt: '2026-11-05T00:00:00.000Z',
    finishedAt: '2026-11-05T00:01:00.000Z',
    version: '1',
    status: 'complete',
    windows,
    ...part,
  };
}
