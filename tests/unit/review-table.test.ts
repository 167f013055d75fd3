import { describe, expect, test } from 'vitest';
import { readByKey } from '../../src/main/desktop/kept.ts';
import { exportColumns } from '../../src/renderer/features/export/export-columns.ts';
import {
  cellText,
  columnInfo,
  gridTemplate,
  leastWidth,
  pinColumn,
  pinOffsets,
  termOf,
  withTags,
} from '../../src/renderer/features/review/columns.ts';
import { nearestTo } from '../../src/renderer/features/review/jump.ts';
import { around, everythingWith } from '../../src/renderer/features/review/pivots.ts';
import { rawKeys, rawText } from '../../src/renderer/features/review/raw-value.ts';
import { ReviewModel } from '../../src/renderer/features/review/review-model.ts';
import { RowPages, type ShownRow } from '../../src/renderer/features/review/row-pages.ts';
import { tableText } from '../../src/renderer/features/review/shown-text.ts';
import {
  sortAfterPress,
  sortPlace,
  sortWith,
} from '../../src/renderer/features/review/sort-keys.ts';
import { actionOf } from '../../src/renderer/features/review/table-keys.ts';
import { trailAfter, type Step } from '../../src/renderer/state/trail.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import type { Selection, Sort } from '../../src/shared/session.ts';
import { defaultSettings, settingsSchema } from '../../src/shared/settings.ts';
import { blankEvent } from '../support/blank-event.ts';

const row: ShownRow = {
  ...blankEvent,
  row: 1,
  id: '1',
  time: '2026-11-21T11:07:31.204Z',
  event: 'message_created',
  actor: '501',
  actorType: 'User',
  actorName: 'Анна',
  target: '77',
  targetType: 'Message',
  ip: '10.0.0.1',
  details: { chat_id: 9007 },
  tags: [],
  note: null,
  flags: [],
};

describe('the order', () => {
  const press = (sort: Sort, ...presses: [string, boolean][]) =>
    presses.reduce((keys, [field, more]) => sortAfterPress(keys, field, more), sort);
  const text = (sort: Sort) => sort.map(({ field, descending }) => (descending ? '-' : '') + field);

  test('a press sorts down, then up, then no longer', () => {
    expect(text(press([], ['event', false]))).toEqual(['-event']);
    expect(text(press([], ['event', false], ['event', false]))).toEqual(['event']);
    expect(press([], ['event', false], ['event', false], ['event', false])).toEqual([]);
    expect(text(press([], ['time', false]))).toEqual(['time']);
    expect(press([], ['time', false], ['time', false])).toEqual([]);
  });

  test('with Shift it is a further key, which turns and goes by itself', () => {
    const two = press([], ['event', false], ['ip', true]);
    expect(text(two)).toEqual(['-event', '-ip']);
    expect(text(press(two, ['event', true]))).toEqual(['event', '-ip']);
    expect(text(press(two, ['ip', true], ['ip', true]))).toEqual(['-event']);
    expect(text(press(two, ['ip', false]))).toEqual(['-ip']);
    expect(sortPlace(two, 'ip')).toEqual({ place: 2, of: 2, descending: true });
  });

  test('newest first is no key that another could follow', () => {
    expect(text(press([], ['event', true]))).toEqual(['-event']);
    expect(sortPlace([], 'time')).toEqual({ place: 1, of: 1, descending: true });
    expect(sortPlace([], null)).toBeNull();
  });

  test('the menu says the direction, and no more keys are taken than main takes', () => {
    expect(text(sortWith([{ field: 'ip', descending: true }], 'ip', false, true))).toEqual(['ip']);
    const many = Array.from({ length: 8 }, (_, at) => ({ field: `f${at}`, descending: true }));
    expect(sortWith(many, 'ip', true, true)).toEqual(many);
  });
});

describe('columns', () => {
  const columns = ['a', 'summary', 'c'].map((field) => ({ field, width: 100 }));

  test('pinned ones stand first, in their order, and say where they begin', () => {
    const two = pinColumn(pinColumn(columns, 'c'), 'summary');
    expect(two.map(({ field, pinned }) => [field, pinned])).toEqual([
      ['c', true],
      ['summary', true],
      ['a', undefined],
    ]);
    expect(two.map(columnInfo).map(({ pin }) => pin)).toEqual([0, 1, null]);
    expect(pinOffsets(two)).toEqual([0, 100, 200]);
    expect(gridTemplate(two)).toBe('100px 100px 100px minmax(0, 1fr)');
    expect(pinColumn(two, 'c').map(({ field }) => field)).toEqual(['summary', 'c', 'a']);
  });

  test('as they are at first fit a window of 1280 pixels with both panes, tags before the text', () => {
    const { columns, panes } = defaultSettings;
    const scrollbar = 15;
    const room = 1280 - panes.facets.width - panes.detail.width - 2 - scrollbar;
    expect(leastWidth(columns)).toBeLessThanOrEqual(room);
    // The text has the most of what is left; a width that a person gave to the names stays.
    expect(gridTemplate(columns)).toBe('152px 152px minmax(116px, 0.3fr) 123px minmax(150px, 1fr)');
    const wider = columns.map((one) => (one.field === 'actor' ? { ...one, width: 90 } : one));
    expect(gridTemplate(wider)).toContain(' 90px ');
    const fields = withTags(columns).map(({ field }) => field);
    expect(fields).toEqual(['time', 'event', 'actor', 'ip', 'summary', 'tags']);
    expect(withTags([{ field: 'tags' }, { field: 'summary' }])).toHaveLength(2);
  });

  test('of the JSON are shown, exported whole, and neither sorted nor asked for', () => {
    const raw = '{"id":7,"filter":{"name":"dlp","a.b":1},"list":[1,"x"],"no":null}';
    const whole = { ...row, raw };
    expect(rawKeys(raw)).toEqual(['id', 'filter.name', 'filter.a.b', 'list', 'no']);
    const of = (field: string) => cellText(whole, field);
    expect(['raw.id', 'raw.filter.name', 'raw.filter.a.b', 'raw.list', 'raw.none'].map(of)).toEqual(
      ['7', 'dlp', '1', '1, x', ''],
    );
    expect(of('raw')).toBe(raw);
    expect(rawText(row, 'raw')).toBe('');
    expect(rawText({ ...row, raw: '{"constructor":1}' }, 'raw.toString')).toBe('');
    expect(columnInfo({ field: 'raw.id', width: 80 }, 0).sort).toBeNull();
    expect(termOf(whole, 'raw.id')).toBeNull();
    expect(exportColumns(['raw.id', 'id', 'raw'].map((field) => ({ field, width: 80 })))).toEqual([
      'raw',
      'id',
    ]);
  });

  test('settings of an earlier version keep their columns and get what is new', () => {
    const kept = { ...defaultSettings, columns: [{ field: 'ip', width: 80 }] };
    const { wrap: _wrap, aroundMinutes: _around, ...earlier } = kept;
    expect(readByKey(settingsSchema, defaultSettings, earlier)).toEqual(kept);
  });
});

describe('keys', () => {
  const press = (key: string, code: string, more: object = {}, onHead = false) => {
    const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
    return actionOf({ key, code, ...none, ...more }, onHead);
  };

  test('are known by their place: a Russian keyboard has other letters', () => {
    expect(press('ш', 'KeyI')).toBe('include');
    expect(press('ц', 'KeyW')).toBe('around');
    expect(press('с', 'KeyC', { ctrlKey: true })).toBe('copy');
    expect(press('ф', 'KeyA', { metaKey: true })).toBe('chooseAll');
    expect(press('с', 'KeyC')).toBe('chat');
  });

  test('leave alone what belongs to others', () => {
    expect(press('S', 'KeyS')).toBeNull();
    expect(press('C', 'KeyC', { ctrlKey: true, shiftKey: true })).toBeNull();
    expect(press('ArrowLeft', 'ArrowLeft', { altKey: true })).toBeNull();
    expect(press('i', 'KeyI', {}, true)).toBeNull();
    expect(press('I', 'KeyI', { shiftKey: true })).toBeNull();
  });

  test('sort on a header, open on a row', () => {
    expect(press('Enter', 'Enter')).toBe('open');
    expect(press('Enter', 'Enter', {}, true)).toBe('sort');
    expect(press('Enter', 'Enter', { shiftKey: true }, true)).toBe('sortMore');
    expect(press('F10', 'F10', { shiftKey: true })).toBe('menu');
  });
});

describe('from an event to others', () => {
  test('by address, request and chat, in queries that can be read', () => {
    const guarded: ShownRow = {
      ...row,
      source: 'jayguard',
      target: 'req 1',
      ip: null,
      details: {},
    };
    const chat: ShownRow = { ...row, targetType: 'Chat', target: '5', details: { chat_id: 6 } };
    expect(everythingWith(row)).toEqual({
      address: 'ip:10.0.0.1',
      request: null,
      chat: '((targetType:Chat target:9007) OR details.chat_id:9007)',
    });
    expect(everythingWith(guarded)).toEqual({
      address: null,
      request: 'target:"req 1"',
      chat: null,
    });
    expect(everythingWith(chat).chat).toContain('target:5');
    for (const one of [row, guarded, chat]) {
      for (const query of Object.values(everythingWith(one))) {
        if (query !== null) expect(() => parseQuery(query, { zone: 'UTC' })).not.toThrow();
      }
    }
  });

  test('around it, the event itself inside at either end', () => {
    const at = Date.parse(row.time) * 1000;
    expect(around(row, 5)).toEqual({ from: at - 300_000_000, to: at + 300_000_001 });
  });
});

describe('the row nearest to a time', () => {
  const second = 1_000_000;
  /** Events at these seconds, newest first as main has them; their order is by `ip`. */
  const at = [50, 40, 40, 20, 10];
  const main = {
    count: async ({ selection: { period } }: { selection: { period: Period } }) => ({
      matching: at.filter((s) => s * second >= period!.from && s * second < period!.to).length,
      total: at.length,
    }),
    rows: async ({ offset, limit }: { offset: number; limit: number }) =>
      at.slice(offset, offset + limit).map((s, place) => ({
        ...row,
        row: offset + place,
        time: new Date(s * 1000).toISOString(),
      })),
    position: async ({ row: number }: { row: number }) => 100 + number,
  };
  type Period = { from: number; to: number } | null;
  const nearest = (s: number, period: Period = null) =>
    nearestTo(
      s * second,
      { selection: { query: '', zone: 'UTC', period }, sort: [{ field: 'ip', descending: true }] },
      main,
    );

  test('is found from both sides and beyond the ends, in whatever order', async () => {
    expect(await nearest(99)).toBe(100);
    expect(await nearest(44)).toBe(101);
    expect(await nearest(46)).toBe(100);
    expect(await nearest(24)).toBe(103);
    expect(await nearest(30)).toBe(102);
    expect(await nearest(0)).toBe(104);
  });
});

test('nothing shown has no nearest row', async () => {
  const selection = { query: '', zone: 'UTC', period: null };
  const none = {
    count: async () => ({ matching: 0, total: 0 }),
    rows: async () => [],
    position: async () => 0,
  };
  expect(await nearestTo(1, { selection, sort: [] }, none)).toBeNull();
});

test('another selection lands on a row where it has it, else at its top', async () => {
  const rows = Array.from({ length: 900 }, (_, at) => ({ ...row, row: at }));
  const matching = ({ query }: Selection) => rows.filter((one) => query === '' || one.row < 300);
  const model = new ReviewModel({
    rows: async ({ selection, offset, limit }) => matching(selection).slice(offset, offset + limit),
    count: async ({ selection }) => ({ matching: matching(selection).length, total: rows.length }),
    position: async ({ selection, row: number }) => {
      const index = matching(selection).findIndex((one) => one.row === number);
      return index === -1 ? null : index;
    },
    facet: async ({ field }) => ({ field, values: [], distinct: 0, others: 0, empty: 0 }),
    histogram: async () => ({ interval: 'hour', buckets: [], stack: null }),
    cancel: async () => undefined,
    drawn: () => Promise.resolve(),
    now: () => 0,
  });
  const everything = { query: '', zone: 'UTC', period: null };
  await model.show(everything, []);
  expect(model.get().placement).toMatchObject({ cursor: null, landed: false });
  await model.show({ ...everything, query: 'few' }, [], 250);
  expect(model.get().placement).toMatchObject({ index: 250, cursor: 250, landed: true });
  await model.show(everything, [], 700);
  expect(model.get().placement).toMatchObject({ cursor: 700, landed: true });
  await model.show({ ...everything, query: 'few' }, [], 700);
  expect(model.get().placement).toMatchObject({ index: 0, cursor: null });
});

describe('rows as text', () => {
  const words = { unfetched: 'не получены', noFindings: 'нет' };
  const columns = [
    { field: 'time', name: 'Время' },
    { field: 'actor', name: 'Кто' },
    { field: 'details.text', name: 'Текст' },
    { field: 'findings', name: 'Находки' },
  ];

  test('have a line each, whole times in the zone, and no tab of their own', () => {
    const written = { ...row, details: { text: 'раз\tдва\nтри' } };
    const guarded: ShownRow = { ...row, source: 'jayguard', details: {} };
    const none: ShownRow = { ...guarded, findings: [] };
    const text = tableText([written, guarded, none], columns, 'Europe/Moscow', words);
    expect(text.split('\n').map((line) => line.split('\t'))).toEqual([
      ['Время', 'Кто', 'Текст', 'Находки'],
      ['2026-11-21 14:07:31.204', 'Анна', 'раз два три', ''],
      ['2026-11-21 14:07:31.204', 'Анна', '', 'не получены'],
      ['2026-11-21 14:07:31.204', 'Анна', '', 'нет'],
    ]);
  });
});

test('a stretch of rows is read from what is here and asked for where it is not, whole', async () => {
  const asked: [number, number][] = [];
  const all = Array.from({ length: 5000 }, (_, at) => ({ ...row, row: at }));
  const pages = new RowPages(
    async (offset, limit) => {
      asked.push([offset, limit]);
      return all.slice(offset, offset + limit);
    },
    () => undefined,
    () => undefined,
  );
  await pages.load(0);
  asked.length = 0;
  const rows = await pages.stretch(50, 2499);
  expect(rows.map((one) => one.row)).toEqual(all.slice(50, 2500).map((one) => one.row));
  expect(asked).toEqual([
    [100, 1000],
    [1100, 1000],
    [2100, 400],
  ]);
  expect(await pages.stretch(4990, 6000)).toHaveLength(10);
});

describe('the way through what was shown', () => {
  const step = (query: string, more: Partial<Step> = {}): Step => ({
    query,
    period: null,
    sort: [],
    row: null,
    ...more,
  });
  const none = { past: [], future: [] };

  test('takes typing for one step, and a click for another', () => {
    expect(trailAfter(none, step('по'), step('пос'), 100)).toEqual(none);
    expect(trailAfter(none, step('по'), step('пос'), 5000).past).toHaveLength(1);
    expect(trailAfter(none, step('по'), step('по event:user_login'), 100).past).toEqual([
      step('по'),
    ]);
    const period = { from: 1, to: 2 };
    expect(trailAfter(none, step('по'), step('по', { period }), 100).past).toHaveLength(1);
  });

  test('forgets what came after when one goes elsewhere', () => {
    const trail = { past: [step('a')], future: [step('c')] };
    expect(trailAfter(trail, step('b', { row: 4 }), step('nowhere near'), 9000)).toEqual({
      past: [step('a'), step('b', { row: 4 })],
      future: [],
    });
    expect(trailAfter(trail, step('b'), step('bb'), 10).future).toEqual([]);
  });
});
