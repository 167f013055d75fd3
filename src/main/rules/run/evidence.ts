import type { FieldRef } from '../../../shared/query/query.ts';
import type { LedgerWindow, SessionInfo } from '../../../shared/session.ts';
import type { SourceKind } from '../../../shared/event.ts';
import type { CodedValues, RowSet } from '../../store/event-index.ts';
import type { Evidence as Index } from '../../store/session-store.ts';

/** What of a collection matters: whose token it was, and what was had. */
interface Collected {
  source: SourceKind;
  owner: { id: string } | null;
  windows: readonly Pick<LedgerWindow, 'from' | 'to' | 'status'>[];
}

/** What rules look at: the events in memory, and how far they were collected. */
export interface Evidence {
  index: Index;
  info: Pick<SessionInfo, 'coverage' | 'first' | 'last'> & { collections: readonly Collected[] };
  /** An hour of the day is one of this zone (IANA). */
  zone: string;
}

/** Rows in order of time, as of the moment a run began: those that come later are passed over. */
export class Timeline {
  readonly index: Index;
  /** Whether a token's owner is known, so that somebody else can be told from them. */
  readonly knowsOwners: boolean;
  private readonly order: Uint32Array;
  private readonly places: Uint32Array;
  private readonly columns = new Map<string, CodedValues | null>();

  constructor({ index, info }: Evidence) {
    this.index = index;
    this.knowsOwners = info.collections.some(({ owner }) => owner !== null);
    this.order = index.oldestFirst();
    this.places = new Uint32Array(this.order.length);
    this.order.forEach((row, place) => (this.places[row] = place));
  }

  /** The rows of a set, oldest first. */
  rowsOf(set: RowSet): Uint32Array {
    const rows = new Uint32Array(Math.min(set.size, this.order.length));
    let count = 0;
    for (const row of this.order) {
      if (count < rows.length && set.has(row)) rows[count++] = row;
    }
    return rows.subarray(0, count);
  }

  time(row: number): number {
    return this.index.time(row);
  }

  /** Where a row stands in time. */
  place(row: number): number {
    return this.places[row] ?? 0;
  }

  /** Made once a run. */
  coded(field: FieldRef): CodedValues | null {
    const key = JSON.stringify(field);
    const known = this.columns.get(key);
    if (known !== undefined) return known;
    const made = this.index.coded(field);
    this.columns.set(key, made);
    return made;
  }
}
