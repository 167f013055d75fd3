import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LocalSession } from '../../../src/main/store/open-session.ts';
import { packRows, unpackRows } from '../../../src/main/store/row-numbers.ts';
import type { Marks } from '../../../src/shared/session.ts';
import {
  create,
  everything,
  firstWindow,
  open,
  page,
  range,
  readEvent,
  request,
  sessionPath,
} from '../../support/store/session.ts';

async function withEvents(path: string, count: number): Promise<LocalSession> {
  const session = await create(path);
  const windowId = firstWindow(await session.openCollection(request()));
  const events = range(0, count).map((n) => readEvent(n));
  await session.commitPage(page(windowId, events));
  return session;
}

async function marksOf(session: LocalSession): Promise<Marks[]> {
  const rows = await session.rows(everything, [], 0, 1000);
  return rows
    .toSorted((a, b) => a.row - b.row)
    .map(({ tags, note }) => ({ tags: tags.toSorted(), note }));
}

test('row numbers come back as they went in, and runs cost next to nothing', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 2_147_483_646 })), (numbers) => {
      const rows = numbers.toSorted((a, b) => a - b);
      expect([...unpackRows(packRows(rows))]).toEqual(rows);
    }),
  );
  const run = Array.from({ length: 400_000 }, (_, row) => row + 7);
  expect(packRows(run).length).toBeLessThan(200);
});

/** What a person may do, and the same done to plain lists. */
type Deed =
  | { do: 'tag'; tag: string; on: boolean; rows: number[] }
  | { do: 'note'; row: number; note: string | null }
  | { do: 'undo' }
  | { do: 'redo' }
  | { do: 'reopen' };

const rowNumber = fc.nat({ max: 9 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constant('tag' as const),
    tag: fc.constantFrom('важно', 'проверить', '★'),
    on: fc.boolean(),
    rows: fc.array(rowNumber, { maxLength: 6 }),
  }),
  fc.record({
    do: fc.constant('note' as const),
    row: rowNumber,
    note: fc.constantFrom('первая', 'вторая', null),
  }),
  fc.constant({ do: 'undo' as const }),
  fc.constant({ do: 'redo' as const }),
  fc.constant({ do: 'reopen' as const }),
);

test('whatever is done, undone and done again, marks are those a list of states tells', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 14 }), async (deeds) => {
      const path = sessionPath();
      let session = await withEvents(path, 10);
      let now: Marks[] = Array.from({ length: 10 }, () => ({ tags: [], note: null }));
      let past: Marks[][] = [];
      let future: Marks[][] = [];
      for (const one of deeds) {
        const before = now;
        if (one.do === 'reopen') {
          await session.close();
          session = await open(path);
        } else if (one.do === 'undo') {
          const moved = await session.undoMarks();
          const last = past.pop();
          expect(moved === null).toBe(last === undefined);
          if (last) [now, future] = [last, [now, ...future]];
        } else if (one.do === 'redo') {
          const moved = await session.redoMarks();
          const [next, ...rest] = future;
          expect(moved === null).toBe(next === undefined);
          if (next) [now, past, future] = [next, [...past, now], rest];
        } else {
          now = now.map((marks, row) => changed(marks, row, one));
          if (one.do === 'tag') {
            const count = await session.tagEvents({ rows: one.rows }, one.tag, one.on);
            expect(count).toBe(now.filter((marks, row) => marks !== before[row]).length);
          } else await session.setNote(one.row, one.note);
          if (now.some((marks, row) => marks !== before[row]))
            [past, future] = [[...past, before], []];
        }
        expect(await marksOf(session)).toEqual(now);
      }
      await session.close();
    }),
    { numRuns: 12 },
  );
});

/** The very same object when nothing changes. */
function changed(marks: Marks, row: number, one: Extract<Deed, { do: 'tag' | 'note' }>): Marks {
  if (one.do === 'note')
    return one.row === row && one.note !== marks.note ? { ...marks, note: one.note } : marks;
  if (!one.rows.includes(row) || marks.tags.includes(one.tag) === one.on) return marks;
  const tags = one.on
    ? [...marks.tags, one.tag].toSorted()
    : marks.tags.filter((tag) => tag !== one.tag);
  return { ...marks, tags };
}

test('all that match are tagged at once, taken back exactly, and who did it is told', async () => {
  const session = await withEvents(sessionPath(), 300);
  await session.tagEvents({ rows: [3, 5, 299] }, 'важно', true);
  const before = await marksOf(session);
  expect(await session.tagEvents({ selection: everything }, 'важно', true)).toBe(297);
  expect(await session.count({ ...everything, query: 'tag:важно' })).toBe(300);
  const undone = await session.undoMarks();
  expect(undone).toMatchObject([{ kind: 'tag', tag: 'важно', events: 297, state: 'undone' }]);
  expect(await marksOf(session)).toEqual(before);
  const [last, first] = await session.markHistory(5, 10);
  expect(first).toBeUndefined();
  expect(last).toMatchObject({ events: 3, state: 'done' });
  expect(last?.who).not.toBe('');
  expect(await session.markHistory(null, 10)).toHaveLength(2);
});

test('a key has one tag; tags keep colour and key when nobody carries them', async () => {
  const path = sessionPath();
  const session = await withEvents(path, 2);
  await session.saveTag({ name: 'важно', colour: 4, key: 1 });
  await session.saveTag({ name: 'ложная тревога', colour: 2, key: 1 });
  await session.tagEvents({ rows: [1] }, 'ложная тревога', true);
  await session.close();
  const again = await open(path);
  expect(await again.tags()).toEqual([
    { name: 'важно', colour: 4, key: null, events: 0 },
    { name: 'ложная тревога', colour: 2, key: 1, events: 1 },
  ]);
});

test('a transaction that fails leaves no mark in the file and none on the screen', async () => {
  const session = await withEvents(sessionPath(), 4);
  await expect(session.setNote(4, 'нет такой строки')).rejects.toMatchObject({
    failure: { kind: 'input.invalid' },
  });
  expect(await session.markHistory(null, 10)).toEqual([]);
  expect(await session.tagEvents({ rows: [-1, 4, 1.5] }, 'важно', true)).toBe(0);
});
