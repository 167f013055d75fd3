import { Failed, type Failure } from '../../shared/errors.ts';
import type { SourceKind } from '../../shared/event.ts';
import type { MarkChange, MarkTarget, Tag } from '../../shared/marks.ts';
import type { PersonWork } from '../../shared/people.ts';
import type { Notice, NoticeDraft, NoticeOutcome } from '../../shared/notices.ts';
import type { RevealDraft } from '../../shared/reveals.ts';
import type { TriageWork } from '../../shared/triage.ts';
import type { SearchDraft } from '../../shared/searches.ts';
import type { Collection, Landmark, LedgerWindow, Marks, Stop } from '../../shared/session.ts';
import type { Answers } from './answers.ts';
import { worksFor, type MarkWork } from './marks.ts';
import type {
  CollectionRequest,
  DetailsCommit,
  DetailsRequest,
  ImportBatch,
  PageCommit,
  PageResult,
  RevealRecord,
  SessionWriter,
} from './session-store.ts';
import { Sightings } from './sightings.ts';
import type { SessionState } from './state.ts';

/** At the end of a collection, answers that are worth putting in order: there is time now. */
const fewAnswers = 50;

/** Writes into an open session; every method is one transaction. */
export class Writer implements SessionWriter, RevealRecord {
  readonly #state: SessionState;
  readonly #answers: Answers;

  constructor(state: SessionState, answers: Answers) {
    this.#state = state;
    this.#answers = answers;
  }

  async openCollection(request: CollectionRequest): Promise<Collection> {
    const { ledger, index } = this.#state;
    return this.#open(() => ledger.open(request, index.rows));
  }

  async openDetails(request: DetailsRequest): Promise<Collection> {
    const { ledger, index } = this.#state;
    const { period } = request.selection;
    const all = index.span(index.select({ type: 'all' }, null)) ?? { first: 0, last: 0 };
    const window = period
      ? { from: period.from, to: period.to - 1 }
      : { from: all.first, to: all.last };
    return this.#open(() => ledger.openDetails(request, window));
  }

  async openImport(source: SourceKind, fileName: string): Promise<Collection> {
    return this.#state.write(() => this.#state.ledger.openImport(source, fileName));
  }

  async commitPage(page: PageCommit): Promise<PageResult> {
    const { windowId, body, receivedAt, events, quarantined, outOfWindow } = page;
    const { position, gap, cost, clockOffsetMs } = page;
    return this.#write(() => {
      const answer = { windowId, body: () => body, receivedAt };
      const { rows, unreadable, result } = this.#answers.commit(answer, events, quarantined);
      const received = rows.length + quarantined.length + outOfWindow;
      const told = { pages: 1, received, outOfWindow, quarantined: unreadable };
      this.#state.ledger.advance(windowId, {
        counts: { ...cost, ...result, ...told },
        position,
        reason: gap,
        events: events.map(({ event }) => event),
        clockOffsetMs,
      });
      return result;
    });
  }

  async commitImport(batch: ImportBatch): Promise<PageResult> {
    const { windowId, events, quarantined, packed } = batch;
    return this.#write(() => {
      const { ledger } = this.#state;
      const receivedAt = new Date().toISOString();
      // The body of what was packed is not read unless some of it is known.
      const answer = { windowId, receivedAt, body: () => batch.body };
      const { rows, unreadable, result } = this.#answers.commit(
        answer,
        events,
        quarantined,
        packed,
      );
      const imported = events.map((read, at) => ({ read, row: rows[at] ?? 0 }));
      this.#answers.commitImported(windowId, receivedAt, imported);
      const received = rows.length + quarantined.length;
      ledger.advance(windowId, {
        counts: { ...result, pages: 1, received, quarantined: unreadable },
        position: null,
        reason: null,
        events: this.#farthest(rows),
        clockOffsetMs: null,
      });
      ledger.fit(windowId);
      return result;
    }, 'all');
  }

  async splitWindow(windowId: number, borders: number[]): Promise<LedgerWindow[]> {
    return this.#state.write(() => this.#state.ledger.split(windowId, borders));
  }

  async finishWindow(...args: Parameters<SessionWriter['finishWindow']>): Promise<void> {
    const [windowId, status, reason, spent] = args;
    const { ledger, latecomers } = this.#state;
    latecomers.forget();
    this.#state.write(() => {
      const { of, window } = ledger.window(windowId);
      const { refresh, overlapMs } = ledger.collection(of);
      const looksBack = status === 'complete' && (refresh || overlapMs !== null);
      const vanished = looksBack ? new Sightings(this.#state).settle(of, window) : 0;
      ledger.add(windowId, { ...spent, vanished });
      ledger.finishWindow(windowId, status, reason);
    });
  }

  async finishCollection(
    collectionId: number,
    failure: Failure | null,
    stop: Stop | null,
  ): Promise<Collection> {
    const collection = this.#state.write(() =>
      this.#state.ledger.finish(collectionId, failure, stop),
    );
    this.#state.merge(fewAnswers);
    return collection;
  }

  async commitDetails(commit: DetailsCommit): Promise<number> {
    const { windowId, body, receivedAt, items, quarantined } = commit;
    const { position, cost, clockOffsetMs } = commit;
    return this.#write(() => {
      const answer = { windowId, body: () => body, receivedAt };
      const { rows, unreadable } = this.#answers.commitDetails(answer, items, quarantined);
      const received = items.length + quarantined.length;
      const told = { pages: 1, received, newEvents: rows, quarantined: unreadable };
      const counts = { ...cost, ...told };
      this.#state.ledger.advance(windowId, {
        counts,
        position,
        reason: null,
        events: [],
        clockOffsetMs,
      });
      return rows;
    }, 'all');
  }

  async setNames(...[source, names, emails]: Parameters<SessionWriter['setNames']>): Promise<void> {
    const { db, index } = this.#state;
    const entries = Object.entries(names);
    this.#state.write(() => {
      const insert = db.prepare(
        `INSERT INTO name (source, actor, name, email) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET name = excluded.name, email = coalesce(excluded.email, email)`,
      );
      for (const [actor, name] of entries) insert.run(source, actor, name, emails?.[actor] ?? null);
    });
    index.setNames(source, new Map(entries));
  }

  async setMarks(rows: number[], marks: Marks): Promise<void> {
    const { index } = this.#state;
    const known = rows.filter((row) => isRow(row, index.rows));
    this.#mark(worksFor(known, marks, index));
  }

  async tagEvents(target: MarkTarget, tag: string, on: boolean): Promise<number> {
    const kind = on ? 'tag' : 'untag';
    return this.#mark([{ kind, tag, rows: this.#rowsOf(target) }]);
  }

  async setNote(row: number, note: string | null): Promise<void> {
    if (!isRow(row, this.#state.index.rows)) throw new Failed('input.invalid', { field: 'row' });
    this.#mark([{ kind: 'note', row, note }]);
  }

  async undoMarks(): Promise<MarkChange[] | null> {
    return this.#move('undone');
  }

  async redoMarks(): Promise<MarkChange[] | null> {
    return this.#move('done');
  }

  async saveTag(tag: Tag): Promise<void> {
    this.#state.write(() => this.#state.marks.saveTag(tag));
  }

  async changePeople(work: PersonWork): Promise<void> {
    this.#state.write(() => this.#state.people.change(work));
    this.#state.tellPersons();
  }

  async rememberQuery(query: string): Promise<void> {
    const { searches, file } = this.#state;
    if (file.unwritable) searches.rememberUnwritten(query);
    else this.#state.write(() => searches.remember(query));
  }

  async forgetQueries(): Promise<void> {
    this.#state.write(() => this.#state.searches.forgetRecent());
  }

  async saveSearch(id: number | null, search: SearchDraft): Promise<number> {
    return this.#state.write(() => this.#state.searches.save(id, search));
  }

  async recordReveal(draft: RevealDraft): Promise<void> {
    const { reveals, index } = this.#state;
    if (draft.row !== null && draft.row >= index.rows) {
      throw new Failed('input.invalid', { field: 'row' });
    }
    this.#state.write(() => reveals.add(draft));
  }

  async judge(work: TriageWork): Promise<void> {
    this.#state.write(() => this.#state.triage.judge(work));
  }

  async beginNotice(draft: NoticeDraft): Promise<number> {
    return this.#state.write(() => this.#state.triage.beginNotice(draft));
  }

  async endNotice(id: number, outcome: NoticeOutcome): Promise<Notice> {
    return this.#state.write(() => this.#state.triage.endNotice(id, outcome));
  }

  async removeSearch(id: number): Promise<void> {
    this.#state.write(() => this.#state.searches.remove(id));
  }

  #mark(works: readonly MarkWork[]): number {
    const { marks, index } = this.#state;
    const { changed, tell } = this.#state.write(() => marks.change(works, index));
    tell(index);
    return changed;
  }

  #move(to: 'undone' | 'done'): MarkChange[] | null {
    const { marks, index } = this.#state;
    const moved = this.#state.write(() => marks.move(to));
    moved?.tell(index);
    return moved?.changes ?? null;
  }

  *#rowsOf(target: MarkTarget): Iterable<number> {
    const { index } = this.#state;
    if ('rows' in target) {
      for (const row of target.rows) if (isRow(row, index.rows)) yield row;
      return;
    }
    const set = this.#state.select(target.selection);
    for (let row = 0; row < index.rows; row += 1) if (set.has(row)) yield row;
  }

  /** The oldest of some rows and the newest, those that come first where several are as old. */
  #farthest([first, ...others]: readonly number[]): Landmark[] {
    if (first === undefined) return [];
    const { index } = this.#state;
    let [oldest, newest] = [first, first];
    for (const row of others) {
      if (index.time(row) < index.time(oldest)) oldest = row;
      if (index.time(row) > index.time(newest)) newest = row;
    }
    return [oldest, newest].map((row) => ({ id: index.id(row), time: index.time(row) }));
  }

  /** Writes an answer; now and then the index is put in order. */
  #write<T>(work: () => T, undo?: 'all'): T {
    const result = this.#state.write(work, undo);
    this.#state.merge();
    return result;
  }

  /** A collection that goes on or begins; its owner is known from now on. */
  #open(open: () => Collection): Collection {
    this.#state.latecomers.forget();
    return this.#state.write(() => {
      const collection = open();
      if (collection.owner) this.#state.tellOwners();
      return collection;
    });
  }
}

function isRow(row: number, rows: number): boolean {
  return Number.isInteger(row) && row >= 0 && row < rows;
}
