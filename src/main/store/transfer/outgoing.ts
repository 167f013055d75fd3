import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import {
  markChange,
  peopleRecordSchema,
  revealRecordSchema,
  searchRecordSchema,
  type RevealRecord,
} from '../../../shared/bundle.ts';
import type {
  AnswerRecord,
  DetailsRecord,
  EventOrigin,
  FindingRecord,
  LedgerRecord,
  MarkRecord,
  PeopleRecord,
  QuarantineRecord,
  ResponseRecord,
  SearchRecord,
  SessionFacts,
  SightingRecord,
  StatedOrigins,
} from '../../../shared/bundle.ts';
import type { MappedEvent } from '../../../shared/event.ts';
import { parseQuery } from '../../../shared/query/parse.ts';
import type { Row, Selection } from '../../../shared/session.ts';
import { rowOf } from '../row.ts';
import { unpackRows } from '../row-numbers.ts';
import type { ExportedEvent } from '../session-store.ts';
import { unpackSeen } from '../sightings.ts';
import type { SessionState } from '../state.ts';
import { statedOrigins } from './origins.ts';
import { RowMap } from './row-map.ts';

/** An event on its way into a bundle. */
export interface OutgoingEvent extends ExportedEvent {
  origin: EventOrigin;
}

/**
 * A session as the records of a bundle, of the moment at which it was asked for: what is written
 * meanwhile is no part of it. Lists come a batch at a time; between batches others get their turn.
 */
export interface Outgoing {
  readonly facts: SessionFacts;
  /** The bundles it came from, whatever was chosen of it. */
  readonly stated: StatedOrigins;
  /** How many events `events` has. */
  readonly events: { readonly count: number };
  ledger(): AsyncIterable<LedgerRecord[]>;
  readEvents(): AsyncIterable<OutgoingEvent[]>;
  details(): AsyncIterable<DetailsRecord[]>;
  /** Bodies, but for those that the session itself does not have. */
  responses(): AsyncIterable<ResponseRecord[]>;
  sightings(): AsyncIterable<SightingRecord[]>;
  quarantine(): AsyncIterable<QuarantineRecord[]>;
  marks(): AsyncIterable<MarkRecord[]>;
  people(): AsyncIterable<PeopleRecord[]>;
  searches(): AsyncIterable<SearchRecord[]>;
  reveals(): AsyncIterable<RevealRecord[]>;
  findings(): AsyncIterable<FindingRecord[]>;
}

const id = z.number().int();
const text = z.string().nullable();
const blob = z.instanceof(Buffer);

const metaRow = z.object({ key: z.string(), value: z.string() });
const answerRow = z.object({
  id,
  window: id.nullable(),
  receivedAt: z.string(),
  sha256: blob,
  chain: blob,
  againOf: id.nullable(),
});
const seenRow = z.object({ answer: id, window: id, rows: blob });
const versionRow = z.object({ row: id, first: id });
const absenceRow = z.object({
  row: id,
  collection: id,
  at: z.string(),
  endedBy: id.nullable(),
});
const chunkRow = z.object({ first: id, count: id, answer: id });
/** As many numbers as there are rows, packed. */
const changeRow = z.object({ ...markChange, rows: blob });
const tagRow = z.object({ id, name: z.string(), colour: id, key: id.nullable() });

/** Small records of one batch. */
const batchSize = 500;
const rowsInRecord = 10_000;

export class OutgoingSession implements Outgoing {
  readonly facts: SessionFacts;
  readonly stated: StatedOrigins;
  readonly events: { readonly count: number };
  readonly #state: SessionState;
  readonly #signal: AbortSignal;
  readonly #rows: number;
  readonly #map: RowMap;
  /** What came later is no part of it. */
  readonly #last: { answer: number; quarantine: number; change: number };

  /** `selection` null is everything. Throws `query.*`. */
  constructor(state: SessionState, selection: Selection | null, signal: AbortSignal) {
    const { db, index } = state;
    const set = selection && index.select(parseQuery(selection.query, selection), selection.period);
    this.#state = state;
    this.#signal = signal;
    this.#rows = index.rows;
    this.#map = new RowMap(index.rows, set && ((row) => set.has(row)));
    this.events = { count: set ? set.size : index.rows };
    const last = (table: string) =>
      id.parse(db.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get());
    this.#last = {
      answer: last('answer'),
      quarantine: last('quarantine'),
      change: last('mark_change'),
    };
    this.stated = statedOrigins(db);
    const meta = new Map(
      z
        .array(metaRow)
        .parse(db.prepare('SELECT key, value FROM meta').all())
        .map(({ key, value }) => [key, value]),
    );
    this.facts = {
      sessionId: meta.get('session_id') ?? '',
      name: meta.get('name') ?? '',
      createdAt: meta.get('created_at') ?? '',
      pseudonyms: selection === null ? (meta.get('pseudonym_secret') ?? null) : null,
    };
  }

  async *ledger(): AsyncIterable<LedgerRecord[]> {
    yield this.#collections();
    yield* this.#page(
      `SELECT id, window_id AS window, received_at AS receivedAt, sha256, chain, again_of AS againOf
       FROM answer WHERE id > ? AND id <= ? ORDER BY id LIMIT ${batchSize}`,
      answerRow,
      ({ id: key }) => key,
      (row): AnswerRecord[] => [
        {
          kind: 'answer',
          ...row,
          sha256: row.sha256.toString('hex'),
          chain: row.chain.toString('hex'),
        },
      ],
    );
  }

  async *readEvents(): AsyncIterable<OutgoingEvent[]> {
    const chunks = this.#state.db.prepare(
      `SELECT first_row AS first, row_count AS count, answer_id AS answer
       FROM chunk WHERE first_row >= ? ORDER BY first_row LIMIT 32`,
    );
    let next = 0;
    while (next < this.#rows) {
      this.#check();
      const batch: OutgoingEvent[] = [];
      for (const { first, count, answer } of z.array(chunkRow).parse(chunks.all(next))) {
        next = first + count;
        for (let row = first; row < Math.min(next, this.#rows); row += 1) {
          if (this.#map.place(row) !== null) batch.push(this.#event(row, answer));
        }
      }
      if (batch.length > 0) yield batch;
      await setImmediate();
    }
  }

  async *details(): AsyncIterable<DetailsRecord[]> {
    const { db, events } = this.#state;
    const chunks = db.prepare(
      `SELECT id, answer_id AS answer FROM details_chunk
       WHERE id > ? AND answer_id <= ? ORDER BY id LIMIT 1`,
    );
    const items = db.prepare('SELECT row FROM detail WHERE chunk_id = ? AND row < ? ORDER BY slot');
    const chunkKey = z.object({ id, answer: id }).optional();
    for (let last = 0; ;) {
      this.#check();
      const chunk = chunkKey.parse(chunks.get(last, this.#last.answer));
      if (!chunk) return;
      last = chunk.id;
      const rows = z.array(id).parse(items.pluck().all(chunk.id, this.#rows));
      yield rows.flatMap((row) => {
        const place = this.#map.place(row);
        const details = place === null ? null : events.details(row);
        if (place === null || !details) return [];
        const { content, findings, raw } = details;
        return [{ answer: chunk.answer, row: place, content, findings, raw: raw() }];
      });
      await setImmediate();
    }
  }

  async *responses(): AsyncIterable<ResponseRecord[]> {
    const { db, events } = this.#state;
    const ids = db
      .prepare("SELECT id FROM answer WHERE id <= ? AND body != x'' ORDER BY id")
      .pluck()
      .all(this.#last.answer);
    for (const answer of z.array(id).parse(ids)) {
      this.#check();
      yield [{ answer, body: events.body(answer) }];
      await setImmediate();
    }
  }

  async *sightings(): AsyncIterable<SightingRecord[]> {
    yield* this.#page(
      `SELECT answer_id AS answer, window_id AS window, rows
       FROM seen WHERE answer_id > ? AND answer_id <= ? ORDER BY answer_id LIMIT ${batchSize}`,
      seenRow,
      ({ answer }) => answer,
      ({ rows, ...rest }) =>
        cut(this.#map.places(unpackSeen(rows))).map((some): SightingRecord => ({
          kind: 'seen',
          ...rest,
          rows: some,
        })),
    );
    yield this.#flags();
  }

  async *quarantine(): AsyncIterable<QuarantineRecord[]> {
    yield* this.#page(
      `SELECT id, answer_id AS answer, raw, reason, repeats, reread_at AS rereadAt
       FROM quarantine WHERE id > ? AND id <= ? ORDER BY id LIMIT ${batchSize}`,
      z.object({
        id,
        answer: id,
        raw: z.string(),
        reason: z.string(),
        repeats: id.nullable(),
        rereadAt: text,
      }),
      ({ id: key }) => key,
      (row) => [row],
      this.#last.quarantine,
    );
  }

  async *marks(): AsyncIterable<MarkRecord[]> {
    const tags = this.#state.db.prepare('SELECT id, name, colour, key FROM tag ORDER BY id').all();
    yield z
      .array(tagRow)
      .parse(tags)
      .map((tag): MarkRecord => ({ kind: 'tag', ...tag }));
    yield* this.#page(
      `SELECT id, step, at, who, kind AS did, tag_id AS tag, before, after, rows, state,
         state_at AS stateAt, state_by AS stateBy
       FROM mark_change WHERE id > ? AND id <= ? ORDER BY id LIMIT 20`,
      changeRow,
      ({ id: key }) => key,
      ({ rows: packed, ...change }): MarkRecord[] => {
        const rows = this.#map.places(unpackRows(packed));
        if (rows.length === 0) return [];
        return [
          { kind: 'change', ...change, rows: rows.length },
          ...cut(rows).map((some): MarkRecord => ({ kind: 'rows', change: change.id, rows: some })),
        ];
      },
      this.#last.change,
    );
  }

  async *people(): AsyncIterable<PeopleRecord[]> {
    const { db } = this.#state;
    const read = (kind: string, sql: string) =>
      db
        .prepare(sql)
        .all()
        .map((row) => Object.assign({ kind }, row));
    const found = [
      ...read('name', 'SELECT source, actor, name, email FROM name ORDER BY source, actor'),
      ...read(
        'change',
        `SELECT at, who, kind AS did, person, name, source, actor FROM person_change ORDER BY id`,
      ),
      ...read('apart', 'SELECT one, other, at, who FROM person_apart ORDER BY one, other'),
    ];
    for (const some of cut(found)) yield z.array(peopleRecordSchema).parse(some);
  }

  async *searches(): AsyncIterable<SearchRecord[]> {
    const found = this.#state.db
      .prepare(
        'SELECT name, query, from_time AS "from", to_time AS "to" FROM saved_search ORDER BY id',
      )
      .all();
    yield z.array(searchRecordSchema).parse(found);
  }

  async *reveals(): AsyncIterable<RevealRecord[]> {
    const found = this.#state.db
      .prepare('SELECT at, who, action, row, field, events, target, reason FROM reveal ORDER BY id')
      .all();
    const all = z.array(revealRecordSchema).parse(found);
    for (const some of cut(all)) {
      yield some.flatMap((reveal) => {
        const row = reveal.row === null ? null : this.#map.place(reveal.row);
        return reveal.row === null || row !== null ? [{ ...reveal, row }] : [];
      });
    }
  }

  async *findings(): AsyncIterable<FindingRecord[]> {
    const { triage } = this.#state;
    const judgements = triage
      .judgements()
      .map((judgement): FindingRecord => ({ kind: 'judgement', ...judgement }));
    const notices = triage
      .notices()
      .toSorted((a, b) => a.id - b.id)
      .map(({ id: _, ...notice }): FindingRecord => ({ kind: 'notice', ...notice }));
    for (const some of cut([...judgements, ...notices])) yield some;
  }

  #collections(): LedgerRecord[] {
    const { db, ledger } = this.#state;
    const known = db.prepare('SELECT known_rows FROM collection WHERE id = ?').pluck();
    return ledger.collections().map((collection) => {
      const rows = id.nullable().parse(known.get(collection.id));
      const knownRows = rows === null ? null : this.#map.countBefore(rows);
      return { kind: 'collection', knownRows, collection };
    });
  }

  /** Late, changed and gone events. */
  #flags(): SightingRecord[] {
    const { db } = this.#state;
    const late = z.array(id).parse(db.prepare('SELECT row FROM late ORDER BY row').pluck().all());
    const versions = z
      .array(versionRow)
      .parse(db.prepare('SELECT row, first_row AS first FROM version ORDER BY row').all());
    const absences = z.array(absenceRow).parse(
      db
        .prepare(
          `SELECT row, collection_id AS collection, at, ended_by AS endedBy
           FROM absence ORDER BY id`,
        )
        .all(),
    );
    /** Of those that are chosen, the one that came first. */
    const firsts = new Map<number, number>();
    return [
      ...cut(this.#map.places(late)).map((rows): SightingRecord => ({ kind: 'late', rows })),
      ...versions.flatMap(({ row, first: of }): SightingRecord[] => {
        const place = this.#map.place(row);
        if (place === null) return [];
        const first = firsts.get(of) ?? place;
        firsts.set(of, first);
        return [{ kind: 'version', row: place, first }];
      }),
      ...absences.flatMap(({ row, ...rest }): SightingRecord[] => {
        const place = this.#map.place(row);
        return place === null ? [] : [{ kind: 'absence', ...rest, row: place }];
      }),
    ];
  }

  #event(row: number, answer: number): OutgoingEvent {
    const { events } = this.#state;
    const mapped = events.mapped(row);
    const shown = rowOf(this.#state, row, mapped);
    const said = differs(mapped, shown)
      ? {
          said: { actorName: mapped.actorName, findings: mapped.findings, content: mapped.content },
        }
      : {};
    return { row: shown, raw: events.raw(row), origin: { answer, time: mapped.time, ...said } };
  }

  /** Rows of a table by their number; `sql` takes the last one read and the last one to be read. */
  async *#page<Found, Made>(
    sql: string,
    schema: z.ZodType<Found>,
    key: (row: Found) => number,
    make: (row: Found) => Made[],
    end = this.#last.answer,
  ): AsyncIterable<Made[]> {
    const statement = this.#state.db.prepare(sql);
    for (let last = 0; ;) {
      this.#check();
      const found = z.array(schema).parse(statement.all(last, end));
      const final = found.at(-1);
      if (!final) return;
      last = key(final);
      yield found.flatMap(make);
      await setImmediate();
    }
  }

  #check(): void {
    this.#signal.throwIfAborted();
  }
}

/** Whether an event shows something that its list did not say. */
function differs(mapped: MappedEvent, shown: Row): boolean {
  return (
    mapped.actorName !== shown.actorName ||
    mapped.content !== shown.content ||
    mapped.findings !== shown.findings
  );
}

function cut<T>(items: readonly T[]): T[][] {
  const runs: T[][] = [];
  for (let at = 0; at < items.length; at += rowsInRecord) {
    runs.push(items.slice(at, at + rowsInRecord));
  }
  return runs;
}
