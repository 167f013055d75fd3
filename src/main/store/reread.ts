import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import { sourceKindSchema } from '../../shared/event.ts';
import type { Answers } from './answers.ts';
import type { Database } from './file/sqlite.ts';
import { countQuarantine } from './quarantine.ts';
import type { ReadAgain, Reread, RereadWatch, Understood } from './session-store.ts';
import type { SessionState } from './state.ts';

/** Objects read again in one transaction. */
const atOnce = 200;

const from = `FROM quarantine
  JOIN answer ON answer.id = answer_id
  JOIN window ON window.id = window_id
  JOIN collection ON collection.id = collection_id
  WHERE reread_at IS NULL`;

const unreadRow = z.object({
  id: z.number(),
  answer_id: z.number(),
  window_id: z.number(),
  received_at: z.string(),
  from_time: z.number(),
  to_time: z.number(),
  repeats: z.number().nullable(),
  origin: z.enum(['service', 'import']),
  purpose: z.enum(['events', 'details']),
  source: sourceKindSchema,
  raw: z.string(),
  reason: z.string(),
});
type Unread = z.infer<typeof unreadRow>;

type EventFound = Unread & { found: Extract<Understood, { kind: 'event' }> };
type DetailsFound = Unread & { found: Extract<Understood, { kind: 'details' }> };

/**
 * Reads again what could not be read. What can be read now becomes events or details as if it had
 * been readable when it came, in an answer of its own that names the one it came in; the ledger's
 * counts move with it. The object stays in the table with the time it was read.
 */
export class Rereader {
  readonly #state: SessionState;
  readonly #answers: Answers;

  constructor(state: SessionState, answers: Answers) {
    this.#state = state;
    this.#answers = answers;
  }

  /** Throws `Failed('cancelled')` between two transactions when the signal is raised. */
  async reread(readAgain: ReadAgain, { signal, onProgress }: RereadWatch): Promise<Reread> {
    const { db } = this.#state;
    const ids = z
      .array(z.number())
      .parse(db.prepare(`SELECT quarantine.id ${from} ORDER BY quarantine.id`).pluck().all());
    const total = { read: 0, newEvents: 0 };
    for (let at = 0; at < ids.length; at += atOnce) {
      if (signal?.aborted) throw new Failed('cancelled');
      const some = ids.slice(at, at + atOnce);
      const { read, newEvents } = this.#readSome(some, readAgain);
      total.read += read;
      total.newEvents += newEvents;
      onProgress?.({ read: at + some.length, of: ids.length });
      await setImmediate();
    }
    return { ...total, left: countQuarantine(db) };
  }

  #readSome(ids: readonly number[], readAgain: ReadAgain): Pick<Reread, 'read' | 'newEvents'> {
    const { db } = this.#state;
    const get = db.prepare(
      `SELECT quarantine.id, answer_id, window_id, received_at, window.from_time, window.to_time,
         repeats, origin, purpose, source, raw, quarantine.reason ${from} AND quarantine.id = ?`,
    );
    const events = new Map<number, EventFound[]>();
    const details = new Map<number, DetailsFound[]>();
    const understood: Unread[] = [];
    for (const id of ids) {
      const row = get.get(id);
      if (row === undefined) continue;
      const unread = unreadRow.parse(row);
      const found = readAgain(unread);
      if (!found) continue;
      understood.push(unread);
      if (found.kind === 'event') put(events, unread.answer_id, { ...unread, found });
      else put(details, unread.answer_id, { ...unread, found });
    }
    const read = understood.filter(({ repeats }) => repeats === null).length;
    if (understood.length === 0) return { read, newEvents: 0 };
    return this.#state.write(() => {
      let newEvents = 0;
      for (const group of events.values()) newEvents += this.#commitEvents(group);
      for (const group of details.values()) this.#commitDetails(group);
      const mark = db.prepare('UPDATE quarantine SET reread_at = ? WHERE id = ?');
      const at = new Date().toISOString();
      for (const { id } of understood) mark.run(at, id);
      return { read, newEvents };
    }, 'all');
  }

  /** Objects of one answer. Those outside the window fall away, as they would have then. */
  #commitEvents(group: readonly EventFound[]): number {
    const [first] = group;
    if (!first) return 0;
    const { ledger } = this.#state;
    const { window_id: windowId, received_at: receivedAt, origin } = first;
    const inside = group
      .filter(
        ({ found: { event }, from_time, to_time }) =>
          origin === 'import' || (event.event.time >= from_time && event.event.time <= to_time),
      )
      .map(({ found }) => found.event);
    const { rows, result } = this.#answers.commit(answerOf(group, first), inside, []);
    if (origin === 'import') {
      const imported = inside.map((read, at) => ({ read, row: rows[at] ?? 0 }));
      this.#answers.commitImported(windowId, receivedAt, imported);
    }
    const outOfWindow = group.length - inside.length;
    const counts = { ...result, outOfWindow, quarantined: -group.length };
    ledger.add(
      windowId,
      counts,
      inside.map(({ event }) => event),
    );
    if (origin === 'import') ledger.fit(windowId);
    return result.newEvents;
  }

  #commitDetails(group: readonly DetailsFound[]): void {
    const [first] = group;
    if (!first) return;
    const items = group.map(({ found }) => found.details);
    const { rows } = this.#answers.commitDetails(answerOf(group, first), items, []);
    const counts = { newEvents: rows, quarantined: -group.length };
    this.#state.ledger.add(first.window_id, counts);
  }
}

/** Whether there is anything that an earlier version of the program, and not this one, gave up on. */
export function isUntriedBy(db: Database, version: string): boolean {
  const tried = db.prepare(`SELECT value FROM meta WHERE key = 'reread_by'`).pluck().get();
  if (tried === version) return false;
  return db.prepare(`SELECT 1 ${from} AND version != ? LIMIT 1`).get(version) !== undefined;
}

/** Remembers that this version has tried. */
export function setTriedBy(db: Database, version: string): void {
  db.prepare(`INSERT OR REPLACE INTO meta (key, value) VALUES ('reread_by', ?)`).run(version);
}

function answerOf(group: readonly Unread[], { window_id, answer_id, received_at }: Unread) {
  const body = group.map(({ raw }) => raw).join('\n');
  return { windowId: window_id, receivedAt: received_at, body: () => body, againOf: answer_id };
}

function put<T>(groups: Map<number, T[]>, key: number, item: T): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}
