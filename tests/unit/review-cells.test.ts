import { describe, expect, test } from 'vitest';
import type { Row } from '../../src/shared/session.ts';
import { cellText, moveColumn, termOf } from '../../src/renderer/features/review/columns.ts';
import { agentName, gist } from '../../src/renderer/features/review/gist.ts';
import { cellAfter } from '../../src/renderer/features/review/grid-keys.ts';
import { alarmQuery, meaningOf } from '../../src/renderer/features/review/meaning.ts';
import { events } from '../../src/shared/locales/events.ts';

const row: Row = {
  row: 1,
  id: '1',
  source: 'pachca',
  time: '2026-11-21T11:07:31.204Z',
  event: 'user_role_changed',
  actor: '501',
  actorType: 'User',
  actorName: null,
  target: null,
  targetType: null,
  ip: '10.0.0.1',
  userAgent:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36',
  application: null,
  filter: null,
  rules: [],
  text: null,
  findings: null,
  content: null,
  details: {
    previous_company_role: 'user',
    new_company_role: 'admin',
    initiator_id: 7,
    empty: null,
  },
  tags: [],
  note: null,
  flags: [],
};

describe('the line that tells most', () => {
  test('is the text without its headings, else the details, else the user agent', () => {
    expect(gist({ ...row, text: 'LAST_USER_REQUEST: Напиши\n  письмо\nOUTPUT: Да' })).toBe(
      'Напиши письмо Да',
    );
    expect(gist(row)).toBe(
      'previous_company_role: user · new_company_role: admin · initiator_id: 7',
    );
    expect(gist({ ...row, details: {} })).toBe('Chrome 131 · Windows');
  });

  test('names browsers that claim to be others', () => {
    const base =
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
    expect(agentName(`${base} Version/18.1 Safari/605.1.15`)).toBe('Safari 18 · macOS');
    expect(agentName(`${base} Chrome/130.0.0.0 YaBrowser/24.10.1 Safari/537.36`)).toBe(
      'Yandex 24 · macOS',
    );
    expect(agentName('Pachca-Desktop 4.1')).toBe('Pachca-Desktop 4.1');
  });
});

describe('cells', () => {
  test('stand for the value that a query can ask for', () => {
    expect(termOf(row, 'actor')).toEqual({ field: 'actor', value: '501' });
    expect(termOf({ ...row, actorName: 'Анна' }, 'actor')).toEqual({
      field: 'actorName',
      value: 'Анна',
    });
    expect(termOf(row, 'details.initiator_id')).toEqual({
      field: 'details.initiator_id',
      value: '7',
    });
    for (const field of ['time', 'summary', 'target', 'rules', 'details.empty']) {
      expect(termOf(row, field)).toBeNull();
    }
  });

  test('show details of any shape', () => {
    expect(cellText({ ...row, details: { a: ['x', 1], b: { c: true } } }, 'details.a')).toBe(
      'x, 1',
    );
    expect(cellText({ ...row, details: { a: ['x', 1], b: { c: true } } }, 'details.b')).toBe(
      '{"c":true}',
    );
    expect(cellText(row, 'details.none')).toBe('');
  });

  test('a moved column lands where it was dropped', () => {
    const columns = ['a', 'b', 'c'].map((field) => ({ field, width: 50 }));
    const order = (from: string, to: string) =>
      moveColumn(columns, from, to)
        .map(({ field }) => field)
        .join('');
    expect([order('a', 'c'), order('c', 'a'), order('b', 'b'), order('x', 'a')]).toEqual([
      'bca',
      'cab',
      'abc',
      'abc',
    ]);
  });
});

describe('keys of the grid', () => {
  const extent = { rows: 100, columns: 6, page: 20 };
  const press = (key: string, at: [number, number], more = {}) => {
    const event = {
      key,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      code: key.length === 1 ? `Key${key.toUpperCase()}` : key,
      ...more,
    };
    const cell = cellAfter(event, { index: at[0], column: at[1] }, extent);
    return cell && [cell.index, cell.column];
  };

  test('move by row, page and to the ends, never beyond', () => {
    expect(press('ArrowDown', [99, 2])).toEqual([99, 2]);
    expect(press('j', [3, 2])).toEqual([4, 2]);
    expect(press('k', [0, 2])).toEqual([0, 2]);
    expect(press('ArrowUp', [0, 2])).toEqual([-1, 2]);
    expect(press('ArrowDown', [-1, 2])).toEqual([0, 2]);
    expect(press('PageDown', [95, 2])).toEqual([99, 2]);
    expect(press('PageUp', [5, 2])).toEqual([0, 2]);
    expect(press('End', [5, 2])).toEqual([5, 5]);
    expect(press('End', [5, 2], { ctrlKey: true })).toEqual([99, 5]);
    expect(press('Home', [5, 2], { ctrlKey: true })).toEqual([0, 0]);
    expect(press('x', [5, 2])).toBeNull();
    expect(press('ArrowDown', [5, 2], { altKey: true })).toBeNull();
  });

  test('an empty table has only its header', () => {
    const nowhere = { rows: 0, columns: 2, page: 10 };
    const event = {
      key: 'ArrowDown',
      code: 'ArrowDown',
      ctrlKey: false,
      metaKey: false,
      altKey: false,
    };
    expect(cellAfter(event, { index: -1, column: 0 }, nowhere)).toEqual({ index: -1, column: 0 });
  });
});

describe('what a colour means', () => {
  test('refusals and leaks, accounts and rights, findings; a plain event has none', () => {
    const of = (
      event: string,
      source: Row['source'] = 'pachca',
      findings: Row['findings'] = null,
    ) => meaningOf({ source, event, findings });
    expect([
      of('user_2fa_fail'),
      of('access_token_created'),
      of('bot_deleted'),
      of('dlp_violation_detected'),
      of('user_login'),
    ]).toEqual(['alarm', 'rights', 'rights', 'alarm', 'plain']);
    expect([
      of('deny', 'jayguard'),
      of('allow', 'jayguard'),
      of('allow', 'jayguard', [{ method: 'm', value: 'v' }]),
    ]).toEqual(['alarm', 'plain', 'data']);
  });

  test('red is among the rows what it is in the histogram', () => {
    const asked = [...alarmQuery.matchAll(/event:(\w+)/g)].map(([, event = '']) => event);
    expect(asked.length).toBeGreaterThan(3);
    for (const event of asked) {
      expect(meaningOf({ source: 'pachca', event, findings: null })).toBe('alarm');
    }
  });
});

test('every documented event key and action has words and a meaning in both languages', () => {
  for (const { keys, meanings } of [events.en, events.ru]) {
    expect(Object.keys(keys)).toHaveLength(45 + 4);
    expect(Object.keys(meanings).toSorted()).toEqual(Object.keys(keys).toSorted());
  }
});
