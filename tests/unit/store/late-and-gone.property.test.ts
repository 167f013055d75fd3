import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Filters, Flag, ReadEvent, TokenOwner } from '../../../src/shared/session.ts';
import type { LocalSession } from '../../../src/main/store/open-session.ts';
import {
  create,
  everything,
  nothingSpent,
  open,
  page,
  readEvent,
  request,
  sessionPath,
  start,
} from '../../support/store/session.ts';

vi.setConfig({ testTimeout: 300_000 });

/** The source: events 0 to 11, each a second after the other, there or not, in some version. */
const size = 12;
const at = (n: number) => start + n * 1e6;
const keyOf = (n: number) => (n % 3 === 0 ? 'user_login' : 'message_deleted');
const shown = (n: number, version: number): ReadEvent => readEvent(n, { version });

const place = fc.nat({ max: size - 1 });
const filtersArb = fc.constantFrom<Filters>({}, {}, { eventKey: 'user_login' }, { apiKeys: ['a'] });
const some = fc.uniqueArray(place, { maxLength: 3 });
/** Two people who read the same log, and nobody knows who. */
const ownerArb = fc.constantFrom<(TokenOwner | null)[]>(
  { id: 'a', name: null, email: null },
  { id: 'b', name: null, email: null },
  null,
);
const collectStep = fc.record({
  do: fc.constant('collect' as const),
  owner: ownerArb,
  /** What happens at the source before. */
  appear: some,
  vanish: some,
  change: some,
  ends: fc.tuple(place, place),
  borders: fc.uniqueArray(place, { maxLength: 2 }),
  filters: filtersArb,
  refresh: fc.boolean(),
  overlap: fc.boolean(),
  /** What becomes of each window. */
  fates: fc.array(fc.constantFrom('whole', 'whole', 'whole', 'killed', 'restarted', 'partial'), {
    minLength: 3,
    maxLength: 3,
  }),
});
const importStep = fc.record({ do: fc.constant('import' as const), ns: some });
const stepArb = fc.oneof(
  { weight: 5, arbitrary: collectStep },
  { weight: 1, arbitrary: importStep },
);
const steps = fc.array(stepArb, { minLength: 3, maxLength: 9 });
type Step = typeof stepArb extends fc.Arbitrary<infer T> ? T : never;
type CollectStep = typeof collectStep extends fc.Arbitrary<infer T> ? T : never;

interface NaiveRow {
  n: number;
  version: number;
  /** Owners it was shown to, `null` for one unknown; without any it is from a file. */
  by: Set<string | null>;
  late: boolean;
  gone: boolean;
  changed: boolean;
}
interface NaiveWindow {
  owner: string | null;
  of: number;
  filters: Filters;
  from: number;
  to: number;
}

/** What the session should say, told without any of its means. */
class Naive {
  readonly rows: NaiveRow[] = [];
  readonly complete: NaiveWindow[] = [];
  /** Known ones, of all collections that were opened. */
  readonly owners = new Set<string>();

  /** Two collections of one account, as far as that is known. */
  same(one: NaiveWindow, other: NaiveWindow): boolean {
    if (one.owner === other.owner) return true;
    return this.owners.size === 1 && other.owner === null;
  }

  lets({ eventKey, apiKeys }: Filters, n: number): boolean {
    return !apiKeys && (eventKey === undefined || keyOf(n) === eventKey);
  }

  show(n: number, version: number, window: NaiveWindow | null): void {
    const row = this.rows.find((one) => one.n === n && one.version === version);
    const versions = this.rows.filter((one) => one.n === n);
    if (row) {
      if (window) {
        row.by.add(window.owner);
        for (const one of versions) one.gone = false;
      }
      return;
    }
    const isLate =
      window !== null &&
      versions.length === 0 &&
      this.complete.some(
        (one) =>
          one.of !== window.of &&
          this.same(window, one) &&
          one.from <= n &&
          n <= one.to &&
          this.lets(one.filters, n),
      );
    for (const one of versions) {
      one.changed = true;
      if (window) one.gone = false;
    }
    const changed = versions.length > 0;
    const by = new Set(window ? [window.owner] : []);
    this.rows.push({ n, version, by, late: isLate, gone: false, changed });
  }

  finish(window: NaiveWindow, looksBack: boolean, before: number, seen: Set<number>): number {
    this.complete.push(window);
    if (!looksBack || (window.owner === null && this.owners.size > 0)) return 0;
    const missing = this.rows
      .slice(0, before)
      .filter(
        (row) =>
          this.rows.some(({ n, by }) => n === row.n && by.has(window.owner)) &&
          row.n >= window.from &&
          row.n <= window.to &&
          this.lets(window.filters, row.n) &&
          !seen.has(row.n),
      );
    for (const row of missing) row.gone = true;
    return missing.length;
  }
}

const address = 'https://example.test/v1';

async function compare(given: readonly Step[]): Promise<void> {
  const path = sessionPath();
  let store = await create(path);
  const naive = new Naive();
  /** Version by event; half of them are there from the beginning. */
  const source = new Map(Array.from({ length: size / 2 }, (_, n) => [n * 2, 0]));
  let period = 0;

  async function collect(step: CollectStep): Promise<void> {
    const [from, to] = [Math.min(...step.ends), Math.max(...step.ends)];
    const starts = [from, ...step.borders.filter((n) => n > from && n <= to)].toSorted(
      (a, b) => a - b,
    );
    const windows = starts.map((n, index) => ({
      from: at(n),
      to: (starts[index + 1] === undefined ? at(to) + ++period : at(starts[index + 1] ?? 0)) - 1,
    }));
    // Windows end just after the last of their events, and never twice at the same instant.
    const wanted = request({
      from: at(from),
      to: windows.at(-1)?.to ?? 0,
      windows,
      filters: step.filters,
      refresh: step.refresh,
      overlapMs: step.overlap ? 900_000 : null,
      address,
      owner: step.owner,
    });
    if (step.owner) naive.owners.add(step.owner.id);
    const before = naive.rows.length;
    const opened = await store.openCollection(wanted);
    for (const [index, window] of opened.windows.entries()) {
      const last = (starts[index + 1] ?? to + 1) - 1;
      const mine = {
        owner: step.owner?.id ?? null,
        of: opened.id,
        filters: step.filters,
        from: starts[index] ?? 0,
        to: last,
      };
      const seen = new Set<number>();
      const list = () =>
        [...source]
          .filter(([n]) => n >= mine.from && n <= mine.to)
          .filter(
            ([n]) => step.filters.eventKey === undefined || keyOf(n) === step.filters.eventKey,
          )
          .toSorted(([a], [b]) => b - a);
      const pull = async (some: [number, number][]) => {
        for (let offset = 0; offset < some.length; offset += 3) {
          const part = some.slice(offset, offset + 3);
          const events = part.map(([n, version]) => shown(n, version));
          await store.commitPage(page(window.id, events, { position: String(offset) }));
          for (const [n, version] of part) {
            naive.show(n, version, mine);
            seen.add(n);
          }
        }
      };
      const fate = step.fates[index] ?? 'whole';
      const all = list();
      await pull(fate === 'whole' ? all : all.slice(0, 3));
      if (fate === 'killed' || fate === 'restarted') {
        await store.close();
        store = await open(path);
        await store.openCollection({ ...wanted, refresh: false });
        await pull(fate === 'killed' ? all.slice(3) : all);
      }
      if (fate === 'partial') {
        await store.finishWindow(window.id, 'partial', null, nothingSpent);
        continue;
      }
      await store.finishWindow(window.id, 'complete', null, nothingSpent);
      const vanished = naive.finish(mine, step.refresh || step.overlap, before, seen);
      const told = (await store.info()).collections.at(-1)?.windows[index]?.counts.vanished;
      expect(told).toBe(vanished);
    }
    await store.finishCollection(opened.id, null, null);
  }

  async function load(ns: readonly number[]): Promise<void> {
    const { windows } = await store.openImport('pachca', 'file.json');
    const events = ns.map((n) => ({
      ...shown(n, source.get(n) ?? 0),
      rawDetails: null,
      marks: null,
    }));
    await store.commitImport({ windowId: windows[0]?.id ?? 0, body: 'x', events, quarantined: [] });
    for (const n of ns) naive.show(n, source.get(n) ?? 0, null);
  }

  for (const step of given) {
    if (step.do === 'import') await load(step.ns);
    else {
      for (const n of step.appear) source.set(n, source.get(n) ?? 0);
      for (const n of step.vanish) source.delete(n);
      for (const n of step.change) source.set(n, (source.get(n) ?? 0) + 1);
      await collect(step);
    }
    await check(store, naive);
  }
  await store.close();
  await check(await open(path), naive);
}

async function check(store: LocalSession, naive: Naive): Promise<void> {
  const rows = await store.rows(everything, [], 0, 1000);
  const found = rows.toSorted((a, b) => a.row - b.row).map(({ id, flags }) => [id, ...flags]);
  const order: Flag[] = ['late', 'gone', 'changed'];
  const expected = naive.rows.map((row) => [
    `e${row.n}`,
    ...order.filter((flag) => flag !== 'own' && row[flag]),
  ]);
  expect(found).toEqual(expected);
}

test('flags are what a naive model of the source and its collections says', async () => {
  await fc.assert(fc.asyncProperty(steps, compare), { numRuns: 30 });
});
