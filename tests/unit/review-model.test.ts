import { describe, expect, test } from 'vitest';
import { Failed } from '../../src/shared/errors.ts';
import type { Row, Selection } from '../../src/shared/session.ts';
import { ReviewModel } from '../../src/renderer/features/review/review-model.ts';
import type { Main } from '../../src/renderer/features/review/review-state.ts';
import { pageSize, RowPages } from '../../src/renderer/features/review/row-pages.ts';

const everything: Selection = { query: '', zone: 'UTC', period: null };
const rowNamed = (row: number) => ({ row, id: String(row) }) as unknown as Row;

/** A main process over `numbers`, newest (largest) first; what is asked is written down. */
function fakeMain(numbers: number[]) {
  const log: string[] = [];
  const held: (() => void)[] = [];
  const world = { numbers, hold: false, fail: null as Failed | null };
  const chosen = ({ query }: Selection) =>
    world.numbers
      .filter((one) => query === '' || String(one).includes(query))
      .toSorted((a, b) => b - a);
  async function answer<T>(name: string, make: () => T): Promise<T> {
    log.push(name);
    const value = make();
    if (world.hold) await new Promise<void>((go) => held.push(go));
    if (world.fail) throw world.fail;
    return value;
  }
  const main: Main = {
    rows: ({ selection, offset, limit }) =>
      answer(`rows ${offset}`, () =>
        chosen(selection)
          .slice(offset, offset + limit)
          .map(rowNamed),
      ),
    count: ({ selection }) =>
      answer('count', () => ({ matching: chosen(selection).length, total: world.numbers.length })),
    position: ({ selection, row }) =>
      answer('position', () => {
        const index = chosen(selection).indexOf(row);
        return index === -1 ? null : index;
      }),
    facet: ({ field }) =>
      answer(`facet ${field}`, () => ({ field, values: [], distinct: 0, others: 0, empty: 0 })),
    histogram: () =>
      answer('histogram', () => ({ interval: 'hour' as const, buckets: [], stack: null })),
    cancel: () => Promise.resolve(log.push('cancel')),
    drawn: () => Promise.resolve(),
    now: () => 0,
  };
  return { main, log, world, release: () => held.splice(0).forEach((go) => go()) };
}

/** As facets are wished for at first. */
const plain = { limit: 10, order: 'count', find: '' } as const;
const range = (size: number) => Array.from({ length: size }, (_, at) => at);
const turn = () => new Promise((done) => setTimeout(done, 0));

describe('a round', () => {
  test('calls off, then asks rows and count, histogram, facets', async () => {
    const { main, log } = fakeMain(range(1000));
    const model = new ReviewModel(main);
    model.wish([
      { field: 'event', ...plain },
      { field: 'ip', ...plain },
    ]);
    await model.show(everything, []);
    expect(log).toEqual([
      'cancel',
      'rows 0',
      'count',
      'histogram',
      'histogram',
      'facet event',
      'facet ip',
    ]);
    expect(model.get().rows).toBe(1000);
    expect(model.get().busy).toBe(false);
  });

  test('asks for all else when the rows that have come are seen, and shows it in this order', async () => {
    const { main, log, world, release } = fakeMain(range(1000));
    let draw = () => {};
    main.drawn = () => new Promise((drawn) => (draw = drawn));
    const model = new ReviewModel(main);
    model.wish([{ field: 'event', ...plain }]);
    const seen: string[] = [];
    model.subscribe(() => {
      const { pages, count, histogram, facets } = model.get();
      const parts = { pages, count, histogram, facet: facets['event'] };
      const there = Object.entries(parts).flatMap(([name, part]) => (part ? [name] : []));
      if (seen.at(-1) !== there.join()) seen.push(there.join());
    });
    world.hold = true;
    const shown = model.show(everything, []);
    await turn();
    expect(log.slice(1)).toEqual(['rows 0']);
    release();
    await turn();
    // The rows have come and are being drawn.
    expect(log.slice(2)).toEqual([]);
    draw();
    await turn();
    expect(log.slice(2)).toEqual(['count', 'histogram', 'histogram', 'facet event']);
    expect(seen.at(-1)).toBe('pages');
    release();
    await shown;
    expect(seen).toEqual([
      '',
      'pages',
      'pages,count',
      'pages,count,histogram',
      'pages,count,histogram,facet',
    ]);
  });

  test('another order alone asks for rows alone, unless there is new data or another wish', async () => {
    const { main, log, world } = fakeMain(range(1000));
    const model = new ReviewModel(main);
    const ordered = async (field: string) => {
      log.length = 0;
      await model.show(everything, [{ field, descending: false }]);
      const { busy, settled } = model.get();
      expect({ busy, settled }).toEqual({ busy: false, settled: true });
      return log.join();
    };
    model.wish([{ field: 'event', ...plain }]);
    await model.show(everything, []);
    expect(await ordered('time')).toBe('cancel,rows 0');
    model.wish([{ field: 'ip', ...plain }]);
    expect(await ordered('ip')).toContain('facet ip');
    expect(await ordered('time')).toBe('cancel,rows 0');
    world.numbers = range(1200);
    const refreshing = model.refresh();
    expect(await ordered('ip')).toContain('count,histogram');
    await refreshing;
    expect(model.get().count?.matching).toBe(1200);
    const turning = model.show(everything, []);
    model.stackBy('source');
    log.length = 0;
    await turning;
    expect(log).toContain('histogram');
    // Back to the query that was told before, before the other one's rows have come.
    const outdating = model.refresh();
    void model.show({ ...everything, query: '7' }, []);
    expect(await ordered('ip')).toContain('count,histogram');
    await outdating;
  });

  test('alarms have the steps of the bars, and are shown with the facets', async () => {
    const { main, world, release } = fakeMain(range(10));
    const asked: string[] = [];
    const { histogram } = main;
    main.histogram = async (input) => {
      const isAll = input.selection.query === '';
      const interval = input.interval === 'auto' ? (isAll ? 'day' : 'hour') : input.interval;
      asked.push(`${isAll ? 'all' : 'alarms'} ${interval}`);
      if (interval === 'day' && !isAll) world.hold = true;
      await histogram(input);
      const coverage = 'complete' as const;
      return { interval, buckets: [{ time: 5, count: 1, coverage }], stack: null };
    };
    const model = new ReviewModel(main);
    model.wish([{ field: 'event', ...plain }]);
    const shown = model.show(everything, []);
    await turn();
    expect(asked).toEqual(['all day', 'alarms hour', 'alarms day']);
    expect(model.get().histogram?.interval).toBe('day');
    expect(model.get().facets['event']).toBeUndefined();
    release();
    await shown;
    expect(model.get().facets['event']?.field).toBe('event');
    expect([...model.get().alarms]).toEqual([[5, 1]]);
  });

  test('an answer of an older round is dropped, and what was shown stays until then', async () => {
    const { main, world, release } = fakeMain(range(1000));
    const model = new ReviewModel(main);
    await model.show(everything, []);
    world.hold = true;
    const old = model.show({ ...everything, query: '77' }, []);
    await turn();
    expect(model.get().pages?.row(0)?.row).toBe(999);
    world.hold = false;
    await model.show({ ...everything, query: '55' }, []);
    release();
    await old;
    expect(model.get().count?.matching).toBe(19);
    expect(model.get().pages?.row(0)?.row).toBe(955);
  });

  test('a failure is shown and tried again; one’s own cancelling is none', async () => {
    const { main, world } = fakeMain(range(10));
    const model = new ReviewModel(main);
    world.fail = new Failed('session.damaged');
    await model.show(everything, []);
    expect(model.get().failure?.kind).toBe('session.damaged');
    world.fail = null;
    await model.retry();
    expect(model.get().failure).toBeNull();
    expect(model.get().rows).toBe(10);
    world.fail = new Failed('cancelled');
    await model.show({ ...everything, query: '1' }, []);
    expect(model.get().failure).toBeNull();
  });
});

describe('facets', () => {
  test('are counted without what the query asks of their own field', async () => {
    const { main } = fakeMain(range(10));
    const asked: string[] = [];
    const { facet } = main;
    main.facet = (input) => {
      asked.push(`${input.field}: ${input.selection.query}`);
      return facet(input);
    };
    const model = new ReviewModel(main);
    model.wish([
      { field: 'event', ...plain },
      { field: 'ip', ...plain },
    ]);
    await model.show({ ...everything, query: '(event:a OR event:b) ip:c -event:d' }, []);
    expect(asked).toEqual(['event: ip:c -event:d', 'ip: (event:a OR event:b) -event:d']);
  });

  test('that say the same are the same: nothing is drawn again', async () => {
    const { main } = fakeMain(range(30));
    const model = new ReviewModel(main);
    model.wish([{ field: 'ip', ...plain }]);
    await model.show({ ...everything, query: '1' }, []);
    const { facets, histogram } = model.get();
    await model.show({ ...everything, query: '12' }, []);
    expect(model.get().rows).toBe(1);
    expect(model.get().facets).toBe(facets);
    expect(model.get().histogram).toBe(histogram);
  });

  test('one that is opened when the others have been asked for is asked for, too', async () => {
    const { main, log } = fakeMain(range(10));
    const model = new ReviewModel(main);
    const { histogram } = main;
    main.histogram = (input) => {
      // The last that is asked for: what is alarming.
      if (input.selection.query !== '') model.wish([{ field: 'ip', ...plain }]);
      return histogram(input);
    };
    await model.show(everything, []);
    await turn();
    expect(log.at(-1)).toBe('facet ip');
    expect(model.get().facets).toHaveProperty('ip');
  });

  test('the last of several searches is what is shown, and none is asked for twice', async () => {
    const { main, world, release } = fakeMain(range(10));
    const asked: string[] = [];
    const { facet } = main;
    main.facet = async (input) => {
      asked.push(input.find ?? '');
      const answer = await facet(input);
      return { ...answer, values: [{ value: input.find ?? '', count: 1 }], distinct: 9 };
    };
    const model = new ReviewModel(main);
    model.wish([{ field: 'ip', ...plain }]);
    await model.show(everything, []);
    world.hold = true;
    for (const find of ['1', '10', '10.']) model.wish([{ field: 'ip', ...plain, find }]);
    for (let i = 0; i < 5; i += 1) {
      await turn();
      release();
    }
    await turn();
    expect(asked).toEqual(['', '1', '10.']);
    expect(model.get().facets['ip']?.values).toMatchObject([{ value: '10.', count: 1 }]);
    // More values of the same are asked for; what is known is not.
    world.hold = false;
    model.wish([{ field: 'ip', ...plain, find: '10.', limit: 50 }]);
    await turn();
    model.wish([{ field: 'ip', ...plain, find: '10.' }]);
    await turn();
    expect(asked).toEqual(['', '1', '10.', '10.']);
  });

  test('bars are asked for in parts when that is wished for, and alarms only otherwise', async () => {
    const { main } = fakeMain(range(10));
    const asked: string[] = [];
    main.histogram = async ({ stack = null, selection }) => {
      asked.push(`${stack} ${selection.query === '' ? 'all' : 'alarms'}`);
      return {
        interval: 'hour',
        buckets: [],
        stack: stack && { field: stack, values: [], parts: [] },
      };
    };
    const model = new ReviewModel(main);
    await model.show(everything, []);
    model.stackBy('source');
    await turn();
    await model.refresh();
    model.stackBy(null);
    await turn();
    expect(asked).toEqual([
      'null all',
      'null alarms',
      'source all',
      'source all',
      'null all',
      'null alarms',
    ]);
    expect(model.get().histogram?.stack).toBeNull();
  });
});

describe('states', () => {
  test('are counted under the query; one’s own reading under the period alone', async () => {
    const { main } = fakeMain(range(100));
    const queries: string[] = [];
    const { count } = main;
    main.count = async (input) => {
      queries.push(input.selection.query);
      return input.selection.query.includes('is:own')
        ? { matching: input.selection.query === 'is:own' ? 7 : 3, total: 100 }
        : count(input);
    };
    const model = new ReviewModel(main);
    model.wish([], ['own']);
    await model.show({ ...everything, query: '5 OR 6' }, []);
    expect(queries).toEqual(['5 OR 6', '(5 OR 6) is:own', 'is:own']);
    expect(model.get().statesInPeriod).toEqual({ own: 7 });
    expect(model.get().states).toEqual({ own: 3 });
  });
});

describe('what is in sight stays', () => {
  test('new events above do not move the rows on the screen', async () => {
    const { main, world } = fakeMain(range(1000));
    const model = new ReviewModel(main);
    await model.show(everything, []);
    model.look(300, 330, 7);
    await turn();
    expect(model.get().pages?.row(300)?.row).toBe(699);
    world.numbers = range(1450);
    await model.refresh();
    const { placement, pages, rows } = model.get();
    expect(placement).toMatchObject({ index: 750, offset: 7 });
    expect(pages?.row(placement.index)?.row).toBe(699);
    expect(rows).toBe(1450);
  });

  test('at the top, new events come into sight', async () => {
    const { main, world } = fakeMain(range(1000));
    const model = new ReviewModel(main);
    await model.show(everything, []);
    model.look(0, 30, 0);
    world.numbers = range(1200);
    await model.refresh();
    expect(model.get().placement.index).toBe(0);
    expect(model.get().pages?.row(0)?.row).toBe(1199);
  });

  test('a row with the cursor is not moved even at the top, and what came above is counted', async () => {
    const { main, world } = fakeMain(range(1000));
    const model = new ReviewModel(main);
    await model.show(everything, []);
    model.look(0, 30, 0);
    model.focus(995);
    world.numbers = range(1200);
    await model.refresh();
    expect(model.get().placement).toMatchObject({ index: 200, offset: 0, cursor: 204 });
    expect(model.get().above).toBe(200);
    model.look(200, 230, 0);
    world.numbers = range(1240);
    await model.refresh();
    expect(model.get().above).toBe(240);
    model.look(0, 30, 0);
    expect(model.get().above).toBe(0);
  });

  test('data that comes between two answers, and a scroll between them, are taken into account', async () => {
    const { main, world } = fakeMain(range(1000));
    const model = new ReviewModel(main);
    await model.show(everything, []);
    model.look(300, 330, 5);
    await turn();
    let asked = 0;
    const { position, rows } = main;
    // Forty events come after the place was told, and the person scrolls while the rows are read.
    main.position = async (input) => {
      const at = await position(input);
      world.numbers = range(1000 + 40 * (asked += 1));
      return at;
    };
    main.rows = async (input) => {
      const found = await rows(input);
      if (input.limit > pageSize) model.look(310, 340, 11);
      return found;
    };
    await model.refresh();
    const { placement, pages } = model.get();
    expect(pages?.row(placement.index)?.row).toBe(689);
    expect(placement.offset).toBe(11);
  });

  test('a place whose row has not come yet stays as a place', async () => {
    const { main, world } = fakeMain(range(5000));
    const model = new ReviewModel(main);
    await model.show(everything, []);
    world.hold = true;
    model.look(3000, 3030, 3);
    world.hold = false;
    await model.refresh();
    expect(model.get().placement).toMatchObject({ index: 3000, offset: 3 });
  });

  test('new data waits for what the person asked for, and for the end of a scroll', async () => {
    const { main, world, release, log } = fakeMain(range(1000));
    const model = new ReviewModel(main);
    await model.show(everything, []);
    model.look(300, 330, 7);
    world.hold = true;
    const asking = model.show({ ...everything, query: '77' }, []);
    const refreshing = model.refresh();
    await turn();
    expect(log.filter((one) => one === 'cancel').length).toBe(2);
    while (model.get().busy) {
      release();
      await turn();
    }
    world.hold = false;
    release();
    await Promise.all([asking, refreshing]);
    expect(model.get().placement.index).toBe(0);
    expect(log.filter((one) => one === 'cancel').length).toBe(2);

    log.length = 0;
    model.scroll(true);
    const waiting = model.refresh();
    await turn();
    expect(log).toEqual([]);
    model.scroll(false);
    await waiting;
    expect(log).toContain('count');
  });

  test('another order leads to the row with the cursor, another query to the top', async () => {
    const { main } = fakeMain(range(1000));
    const model = new ReviewModel(main);
    await model.show(everything, []);
    model.look(0, 30, 0);
    model.focus(500);
    await model.show(everything, [{ field: 'event', descending: true }]);
    expect(model.get().placement).toMatchObject({ cursor: 499, index: 489 });
    await model.show({ ...everything, query: '5' }, []);
    expect(model.get().placement).toMatchObject({ cursor: null, index: 0 });
  });
});

describe('pages of rows', () => {
  test('a row that stands where it stood is the same while it says the same', async () => {
    const { main } = fakeMain(range(30));
    const notes = new Map<number, string>();
    const model = new ReviewModel({
      ...main,
      rows: async (asked) =>
        (await main.rows(asked)).map((row) => ({ ...row, note: notes.get(row.row) ?? null })),
    });
    const rowsShown = () => range(3).map((index) => model.get().pages?.row(index));
    await model.show(everything, []);
    const before = rowsShown();
    notes.set(28, 'seen');
    await model.show({ ...everything, query: '2' }, []);
    const [first, second, third] = rowsShown();
    expect(first).toBe(before[0]);
    expect([before[1]?.note, second?.note]).toEqual([null, 'seen']);
    expect(third).toBe(before[2]);
    await model.show({ ...everything, query: '28' }, []);
    expect(rowsShown()).toEqual([second, undefined, undefined]);
  });

  test('what is passed over is not asked for; what is in sight comes first', async () => {
    const log: number[] = [];
    const waiting: (() => void)[] = [];
    const pages = new RowPages(
      (offset, limit) => {
        log.push(offset / pageSize);
        return new Promise((done) =>
          waiting.push(() => done(range(limit).map((at) => rowNamed(offset + at)))),
        );
      },
      () => undefined,
      () => undefined,
    );
    for (let page = 0; page < 500; page += 1) pages.want(page * pageSize, page * pageSize + 30);
    expect(log).toEqual([0, 1]);
    waiting.splice(0).forEach((go) => go());
    await turn();
    expect(log).toEqual([0, 1, 499]);
    waiting.splice(0).forEach((go) => go());
    await turn();
    expect(pages.row(499 * pageSize + 3)?.row).toBe(499 * pageSize + 3);
    expect(pages.row(300 * pageSize)).toBeUndefined();
  });

  test('a long way through the table keeps no more than some pages', async () => {
    const pages = new RowPages(
      (offset, limit) => Promise.resolve(range(limit).map((at) => rowNamed(offset + at))),
      () => undefined,
      () => undefined,
    );
    for (let page = 0; page < 300; page += 1) await pages.load(page * pageSize);
    const kept = range(300).filter((page) => pages.row(page * pageSize) !== undefined);
    expect(kept.length).toBeLessThanOrEqual(100);
    expect(kept.at(-1)).toBe(299);
  });

  test('after closing, nothing comes in any more', async () => {
    let go = () => {};
    const changes: string[] = [];
    const pages = new RowPages(
      () => new Promise((done) => (go = () => done([rowNamed(1)]))),
      () => changes.push('changed'),
      () => changes.push('failed'),
    );
    pages.want(0, 10);
    pages.close();
    go();
    await turn();
    expect(changes).toEqual([]);
    expect(pages.row(0)).toBeUndefined();
  });
});
