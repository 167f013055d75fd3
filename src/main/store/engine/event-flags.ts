import { sourceKinds, type SourceKind } from '../../../shared/event.ts';
import { flags, type Flag } from '../../../shared/session.ts';
import type { StoredFlag } from '../event-index.ts';
import { Bitmap } from './bitmap.ts';
import type { CodeColumn } from './code-column.ts';
import type { Dictionary } from './dictionary.ts';
import { RowBits } from './row-bits.ts';

/** Pachca's event of its audit log being read (audit_events.en, `event_key`). */
export const reading = 'audit_events_accessed';

type Owners = ReadonlyMap<SourceKind, readonly string[]>;

interface OwnerColumns {
  source: CodeColumn<Dictionary>;
  event: CodeColumn<Dictionary>;
  actor: CodeColumn<Dictionary>;
}

/**
 * What a session knows of its events beside what the services said. `own` is looked up whenever it
 * is asked for, so that it holds for events that came after their owner was known, and before.
 */
export class EventFlags {
  private readonly stored: Record<StoredFlag, RowBits> = {
    late: new RowBits(),
    gone: new RowBits(),
    changed: new RowBits(),
  };
  private owners: Owners = new Map();
  private readonly columns: OwnerColumns;
  /** What was switched since the last savepoint; null before the first. */
  private switched: { flag: StoredFlag; row: number }[] | null = null;

  constructor(columns: OwnerColumns) {
    this.columns = columns;
  }

  setRows(rows: number): void {
    for (const bits of Object.values(this.stored)) bits.resize(rows);
  }

  set(flag: StoredFlag, rows: readonly number[], on: boolean): void {
    for (const row of rows) {
      if (this.stored[flag].set(row, on)) this.switched?.push({ flag, row });
    }
  }

  setOwners(source: SourceKind, actors: readonly string[]): void {
    this.owners = new Map(this.owners).set(source, actors);
  }

  /** Returns what brings flags and owners back to what they are now; rows that have gone stay gone. */
  savepoint(): (rows: number) => void {
    const { owners } = this;
    const switched: { flag: StoredFlag; row: number }[] = [];
    this.switched = switched;
    return (rows) => {
      this.owners = owners;
      for (const { flag, row } of switched.splice(0).toReversed()) {
        if (row < rows) this.stored[flag].set(row, !this.stored[flag].has(row));
      }
    };
  }

  of(row: number): Flag[] {
    const bits = this.bits(row);
    return bits === 0 ? [] : flags.filter((_, place) => ((bits >>> place) & 1) === 1);
  }

  /** A bit for each flag that a row has, by its place in `flags`. */
  bits(row: number): number {
    let bits = 0;
    for (let place = 0; place < flags.length; place += 1) {
      const flag = flags[place];
      if (!flag) continue;
      if (flag === 'own' ? this.isOwn(row) : this.stored[flag].has(row)) bits |= 1 << place;
    }
    return bits;
  }

  addTo(flag: Flag, hits: Bitmap): void {
    if (flag !== 'own') {
      this.stored[flag].addTo(hits);
      return;
    }
    const isOwn = this.ownTest();
    const wanted = this.columns.event.table.find(reading);
    const { data } = this.columns.event.codes;
    for (let row = 0; row < hits.length; row += 1) {
      if (data[row] === wanted && isOwn(row)) hits.add(row);
    }
  }

  counts(): Record<Flag, number> {
    const { late, gone, changed } = this.stored;
    const own = new Bitmap(this.columns.event.codes.length);
    this.addTo('own', own);
    return { late: late.size, gone: gone.size, changed: changed.size, own: own.size };
  }

  /** Of one row. Nearly all are told by their event. */
  private isOwn(row: number): boolean {
    const { codes, table } = this.columns.event;
    return codes.at(row) === table.find(reading) && this.ownTest()(row);
  }

  /** Tells rows by the codes of their event, source and actor. */
  private ownTest(): (row: number) => boolean {
    const { source, event, actor } = this.columns;
    const wanted = event.table.find(reading);
    if (wanted === 0 || this.owners.size === 0) return () => false;
    const actorsOf = new Map<number, Set<number>>();
    for (const kind of sourceKinds) {
      const codes = (this.owners.get(kind) ?? []).map((id) => actor.table.find(id));
      actorsOf.set(source.table.find(kind), new Set(codes.filter((code) => code > 0)));
    }
    return (row) =>
      event.codes.at(row) === wanted &&
      actorsOf.get(source.codes.at(row))?.has(actor.codes.at(row)) === true;
  }
}
