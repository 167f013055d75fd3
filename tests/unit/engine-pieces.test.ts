import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventIndex } from '../../src/main/store/engine/index.ts';
import { parts, type EventIndex, type Extent } from '../../src/main/store/event-index.ts';
import { Failed } from '../../src/shared/errors.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import * as arbitrary from '../support/arbitrary-events.ts';
import { IndexedEvents } from '../support/indexed-events.ts';

/** Everything an index can be asked, in short. */
function answers(index: EventIndex, queries: readonly string[]): unknown {
  const byText = [
    { field: 'text', descending: false },
    { field: 'rules', descending: true },
  ];
  return queries.map((text) => {
    const set = index.select(parseQuery(text, { zone: 'UTC' }), null);
    return {
      rows: [...index.page(set, [], 0, 1000)],
      sorted: [...index.page(set, byText, 0, 1000)],
      facets: ['event', 'rules', 'details.a', 'findings'].map((field) =>
        index.facet(set, field, 100),
      ),
      ids: [...Array(index.rows).keys()].map((row) => index.id(row)),
    };
  });
}

interface Kept {
  pieces: Record<keyof Extent, { from: number; to: number; bytes: Uint8Array }[]>;
  order: Uint8Array;
  /** Batches before this one are in the pieces. */
  batches: number;
}

const nothing: Kept = {
  pieces: { texts: [], rows: [], details: [] },
  order: new Uint8Array(),
  batches: 0,
};

/** What a store keeps: the last piece of each part is written anew together with what came since. */
function keep(events: IndexedEvents, before: Kept, most: number): Kept {
  const { index } = events;
  const kept: Kept = {
    pieces: { texts: [], rows: [], details: [] },
    order: index.order(),
    batches: events.batches.length,
  };
  for (const part of parts) {
    const pieces = before.pieces[part].slice(0, -1);
    let from = pieces.at(-1)?.to ?? (part === 'texts' ? 1 : 0);
    while (from < index.extent[part]) {
      const { to, bytes } = index.piece(part, from, most);
      expect(to).toBeGreaterThan(from);
      expect(to).toBeLessThanOrEqual(from + most);
      pieces.push({ from, to, bytes });
      from = to;
    }
    kept.pieces[part] = pieces;
  }
  return kept;
}

function opened(events: IndexedEvents, kept: Kept): EventIndex {
  const index = createEventIndex(events.source);
  if (kept.batches > 0) index.loadOrder(kept.order);
  for (const part of parts) {
    for (const { bytes } of kept.pieces[part]) index.loadPiece(part, bytes);
  }
  for (const batch of events.batches.slice(kept.batches)) index.load(batch);
  return index;
}

const step = fc.oneof(
  { arbitrary: fc.record({ page: fc.array(arbitrary.mappedEvent, { maxLength: 8 }) }), weight: 3 },
  fc.record({
    details: fc.array(
      fc.record({
        row: fc.nat(40),
        content: fc.option(arbitrary.word, { nil: null }),
        findings: arbitrary.findings,
      }),
      { maxLength: 6 },
    ),
  }),
  fc.record({ keep: fc.integer({ min: 1, max: 9 }) }),
);

test('an index opened from pieces and what came since answers as the one they were taken from', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 10 }),
      fc.array(arbitrary.queryText, { minLength: 1, maxLength: 4 }),
      (steps, queries) => {
        const events = new IndexedEvents();
        let kept = nothing;
        for (const one of steps) {
          if ('page' in one) events.append(one.page);
          else if ('details' in one) {
            events.appendDetails(one.details.filter(({ row }) => row < events.index.rows));
          } else kept = keep(events, kept, one.keep);
        }
        const index = opened(events, kept);
        expect(index.extent).toEqual(events.index.extent);
        expect(answers(index, queries)).toEqual(answers(events.index, queries));
        const [next] = fc.sample(arbitrary.mappedEvent, { numRuns: 1, seed: 3 });
        if (next) expect(index.append([next])).toEqual(events.index.append([next]));
      },
    ),
    { numRuns: 300 },
  );
}, 60_000);

test('rows that are taken back leave nothing in the pieces of those that come instead', () => {
  const page = fc.array(arbitrary.mappedEvent, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(page, page, page, fc.integer({ min: 1, max: 4 }), (first, gone, next, most) => {
      const events = new IndexedEvents();
      const fresh = new IndexedEvents();
      for (const one of [events, fresh]) one.append(first);
      keep(events, nothing, most);
      events.index.append(gone);
      keep(events, nothing, most);
      events.index.truncate(first.length);
      for (const one of [events, fresh]) one.append(next);
      expect(keep(events, nothing, most)).toEqual(keep(fresh, nothing, most));
    }),
    { numRuns: 300 },
  );
}, 60_000);

test('damaged pieces and orders are refused or read, and never break the index', () => {
  const damage = fc.record({
    at: fc.nat(),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 4 }),
    cut: fc.option(fc.nat(), { nil: null }),
    part: fc.constantFrom(...parts, 'order' as const),
  });
  const pages = fc.array(fc.array(arbitrary.mappedEvent, { minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(pages, damage, arbitrary.queryText, (all, { at, bytes, cut, part }, query) => {
      const events = new IndexedEvents();
      for (const page of all) events.append(page);
      const kept = keep(events, nothing, 1000);
      const target = part === 'order' ? kept.order : kept.pieces[part][0]?.bytes;
      if (!target) return;
      const changed = Buffer.from(target);
      for (const [i, byte] of bytes.entries()) changed[(at + i) % changed.length] = byte;
      const damaged = cut === null ? changed : changed.subarray(0, cut % changed.length);
      if (part === 'order') kept.order = damaged;
      else kept.pieces[part] = [{ from: 0, to: 0, bytes: damaged }];
      try {
        const index = opened(events, kept);
        if (index.rows === events.mapped.length) answers(index, [query]);
      } catch (error) {
        if (!(error instanceof Failed) || error.failure.kind !== 'session.damaged') throw error;
      }
    }),
    { numRuns: 600 },
  );
}, 60_000);

test('a piece or an order out of turn, or of another part, is refused', () => {
  const events = new IndexedEvents();
  const page = fc.sample(arbitrary.mappedEvent, { numRuns: 4, seed: 7 });
  events.append(page);
  events.append(page);
  const { pieces, order } = keep(events, nothing, 4);
  const [first, second] = pieces.rows;
  const [texts] = pieces.texts;
  if (!first || !second || !texts) throw new Error('no pieces');
  const refused = (load: (index: EventIndex) => void) => {
    const index = createEventIndex(events.source);
    for (const piece of pieces.texts) index.loadPiece('texts', piece.bytes);
    expect(() => load(index)).toThrow(Failed);
  };
  refused((index) => index.loadPiece('rows', second.bytes));
  refused((index) => index.loadPiece('details', first.bytes));
  refused((index) => index.loadPiece('texts', texts.bytes));
  refused((index) => {
    index.loadPiece('rows', first.bytes);
    index.loadOrder(order);
  });
  refused((index) => index.load(first.bytes));
});
