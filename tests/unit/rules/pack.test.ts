import { expect, test } from 'vitest';
import type { MappedEvent } from '../../../src/shared/event.ts';
import type { LedgerWindow } from '../../../src/shared/session.ts';
import { checked, detected, gatherRules, listed } from '../../../src/main/rules/for-window.ts';
import { pack, packTexts } from '../../../src/main/rules/pack.ts';
import { detectIn, event, evidenceOf, rulesOf } from '../../support/rules/evidence.ts';

const day = (number: number, clock = '10:00') =>
  `2026-09-${String(number).padStart(2, '0')}T${clock}:00Z`;

/** What the pack finds by one of its rules: the ids of each finding, and its reason. */
async function found(rule: string, events: MappedEvent[], owner: string | null = null) {
  const { findings, problems } = await detectIn(pack(), evidenceOf(events, owner));
  expect(problems).toEqual([]);
  return findings
    .filter((one) => one.rule === rule)
    .map(({ rows, reason }) => ({ ids: Array.from(rows, (row) => events[row]?.id), reason }));
}

const signIn = (time: string, more: Partial<MappedEvent> = {}) =>
  event(time, 'user_login', { actor: '1', ip: '198.51.100.1', userAgent: 'Pachca/3', ...more });
const usual = () => [1, 2, 3, 4, 5, 6, 7].map((one) => signIn(day(one)));

test('every rule of the pack is explained in both languages, and says what to do', () => {
  const { rules, problems } = pack();
  expect(problems).toEqual([]);
  expect(rules.length).toBeGreaterThan(20);
  for (const { en, ru, silent } of rules) {
    expect(ru?.title).toMatch(/[а-яё]/i);
    for (const texts of [en, ru]) {
      expect(texts?.description).toBeTruthy();
      // A part of another rule has no findings that could be false, or that anything follows from.
      if (silent) continue;
      expect(texts?.falsePositives.length).toBeGreaterThan(0);
      expect(texts?.next).toBeTruthy();
    }
  }
});

test('a new address counts after a week, and not where others have it already', async () => {
  const rule = 'pachca-sign-in-new-address';
  const later = signIn(day(9), { id: 'new', ip: '203.0.113.9' });
  expect(await found(rule, [...usual(), later])).toEqual([
    {
      ids: ['new'],
      reason: {
        kind: 'first-seen',
        figures: {
          value: '203.0.113.9',
          before: 7,
          values: 1,
          since: '2026-09-01T10:00:00.000Z',
          others: 0,
        },
      },
    },
  ]);
  expect(await found(rule, [...usual().slice(3), later])).toEqual([]);
  const office = ['2', '3', '4'].map((actor) => signIn(day(2), { actor, ip: '203.0.113.9' }));
  expect(await found(rule, [...usual(), ...office, later])).toEqual([]);
  expect(await found('pachca-sign-in-new-client', [...usual(), later])).toEqual([]);
});

test('a new address and a new client at once is the graver finding', async () => {
  const rule = 'pachca-sign-in-new-place';
  const other = { id: 'new', ip: '203.0.113.9', userAgent: 'curl/8' };
  expect((await found(rule, [...usual(), signIn(day(9), other)])).map(({ ids }) => ids)).toEqual([
    ['new'],
  ]);
  expect(await found(rule, [...usual(), signIn(day(9), { userAgent: 'curl/8' })])).toEqual([]);
});

test('kinds of data that a person of few kinds sends for the first time are one finding', async () => {
  const rule = 'jayguard-new-finding';
  const sent = (time: string, methods: string[], more: Partial<MappedEvent> = {}) =>
    event(time, 'allow', {
      source: 'jayguard',
      actor: 'u1',
      findings: methods.map((method) => ({ method, value: 'x' })),
      ...more,
    });
  const early = (methods: string[]) =>
    Array.from({ length: 10 }, (_, i) => sent(day(1 + i), [methods[i % methods.length] ?? '']));
  const late = [
    sent(day(20), ['mail', 'passport', 'card'], { id: 'first' }),
    sent(day(20, '10:20'), ['card', 'passport'], { id: 'on' }),
    sent(day(20, '18:00'), ['card'], { id: 'much later' }),
  ];
  expect(await found(rule, [...early(['mail', 'phone']), ...late])).toEqual([
    {
      ids: ['first', 'on'],
      reason: {
        kind: 'first-seen',
        figures: {
          value: 'passport, card',
          before: 10,
          values: 2,
          since: '2026-09-01T10:00:00.000Z',
          others: 0,
        },
      },
    },
  ]);
  // Somebody who sends everything, and somebody who is hardly known.
  expect(await found(rule, [...early(['a', 'b', 'c', 'd', 'e']), ...late])).toEqual([]);
  expect(await found(rule, [...early(['mail']).slice(3), ...late])).toEqual([]);
});

test('an unusual hour is told with its figures', async () => {
  const rule = 'pachca-sign-in-unusual-hour';
  const daily = Array.from({ length: 60 }, (_, i) =>
    signIn(day(1 + (i % 20), `${9 + (i % 8)}:00`.padStart(5, '0'))),
  );
  const night = signIn(day(25, '03:10'), { id: 'night' });
  expect(await found(rule, [...daily, night])).toEqual([
    {
      ids: ['night'],
      reason: {
        kind: 'unusual-hour',
        figures: { hour: 3, zone: 'UTC', count: 1, of: 61, days: 21 },
      },
    },
  ]);
  expect(await found(rule, [...daily.slice(0, 30), night])).toEqual([]);
});

test('two networks within minutes: not one network, not private ones, not hours apart', async () => {
  const rule = 'pachca-sign-in-far-apart';
  const pair = (first: string, second: string, clock = '10:09') =>
    found(rule, [signIn(day(1), { ip: first }), signIn(day(1, clock), { ip: second })]);
  expect(await pair('198.51.100.1', '203.0.113.9')).toMatchObject([
    { reason: { figures: { from: '198.51.100.1', to: '203.0.113.9', seconds: 540 } } },
  ]);
  expect(await pair('198.51.100.1', '198.51.7.7')).toEqual([]);
  expect(await pair('10.0.0.1', '203.0.113.9')).toEqual([]);
  expect(await pair('2001:db8::1', '203.0.113.9')).toEqual([]);
  expect(await pair('2001:db8::1', '2001:db9::1')).toHaveLength(1);
  expect(await pair('198.51.100.1', '203.0.113.9', '10:16')).toEqual([]);
});

test('guessing without success, and an application that may change much', async () => {
  const fails = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      event(day(1, `10:${10 + i * 3}`), 'user_2fa_fail', { actor: '1' }),
    );
  expect(await found('pachca-second-factor-guessing', fails(10))).toHaveLength(1);
  expect(await found('pachca-second-factor-guessing', fails(9))).toEqual([]);
  const grant = (scopes: string[]) =>
    event(day(1), 'oauth_authorization_granted', {
      actor: '1',
      details: { client_id: 'x', scopes },
    });
  expect(await found('pachca-oauth-wide', [grant(['users:read', 'messages:delete'])])).toHaveLength(
    1,
  );
  expect(await found('pachca-oauth-wide', [grant(['users:read'])])).toEqual([]);
});

test('chats that are opened to whole groups at once', async () => {
  const added = (chats: number) =>
    Array.from({ length: chats }, (_, i) =>
      event(day(1, `10:0${i}`), 'tag_added_to_chat', {
        actor: '1',
        target: '77',
        details: { chat_id: 100 + i, tag_name: 'Все' },
      }),
    );
  expect(await found('pachca-tags-burst', added(5))).toMatchObject([
    { reason: { kind: 'values', figures: { count: 5, field: 'chat_id', timespan: 600 } } },
  ]);
  expect(await found('pachca-tags-burst', [...added(4), ...added(4)])).toEqual([]);
});

test('reading of the audit log is somebody else’s only where the owner is known', async () => {
  const rule = 'pachca-audit-log-read';
  const reading = ['1', '2'].map((actor) =>
    event(day(1), 'audit_events_accessed', { id: `by ${actor}`, actor }),
  );
  expect((await found(rule, reading, '1')).map(({ ids }) => ids)).toEqual([['by 2']]);
  expect(await found(rule, reading)).toEqual([]);
});

test('a gap is a finding of its own; what was left out by a filter is none', async () => {
  const hour = 3600e6;
  const stretch = (from: number, to: number, state: 'complete' | 'partial') => ({
    source: 'pachca' as const,
    from: from * hour,
    to: to * hour - 1,
    state,
  });
  const run = async (status: LedgerWindow['status']) => {
    const windows = [{ from: 5 * hour, to: 6 * hour, status }];
    const source = 'pachca' as const;
    const info = {
      coverage: [stretch(0, 2, 'complete'), stretch(4, 5, 'complete'), stretch(5, 6, 'partial')],
      collections: [{ source, owner: null, windows }],
      first: 0,
      last: 6 * hour - 1,
    };
    const { findings } = await detectIn(pack(), { ...evidenceOf([]), info });
    return findings.map(({ from, to, group, rows }) => [
      from / hour,
      (to + 1) / hour,
      group['state'],
      rows.length,
    ]);
  };
  expect(await run('complete')).toEqual([[2, 4, 'none', 0]]);
  expect(await run('partial')).toEqual([
    [2, 4, 'none', 0],
    [5, 6, 'partial', 0],
  ]);
});

test('the window lists, checks and runs rules, and sees no value that it may not', async () => {
  const text = `title: Reason
logsource: { product: pachca }
detection:
  selection: { event_key: user_updated }
  condition: selection
vestigo: { group-by: [details.note] }
`;
  const events = [event(day(1), 'user_updated', { details: { note: 'Анна' } })];
  const evidence = evidenceOf(events);
  expect(checked(text, evidence)).toMatchObject({
    problems: [],
    rules: [
      {
        rule: 'Reason',
        matches: 1,
        sources: ['pachca'],
        query: 'source:pachca event:user_updated',
      },
    ],
  });
  const broken = checked(text.replace('event_key', 'event_kez'), evidence);
  expect(broken).toMatchObject({
    rules: [],
    problems: [{ line: 4, column: 16, code: 'unknown-field', what: 'event_kez' }],
  });

  // A rule of the pack that is being changed is not its own double.
  const own = packTexts()[0]?.text ?? '';
  expect(checked(own, evidence).problems).toEqual([]);

  const veil = (field: string, value: string) => (field === 'details.note' ? '‹masked›' : value);
  const { signal } = new AbortController();
  const shown = await detected(rulesOf(text), evidence, veil, signal);
  expect(shown).toMatchObject({
    total: 1,
    findings: [{ group: { 'details.note': '‹masked›' }, rows: [0], events: 1, query: null }],
  });
  expect(JSON.stringify(shown)).not.toContain('Анна');
  // Kept with the finding: its rule may not be loaded any more when the title is wanted.
  expect(shown.findings[0]?.titleRu).toBeNull();
  const bilingual = text.replace('vestigo: {', 'vestigo: { ru: { title: Причина },');
  const both = await detected(rulesOf(bilingual), evidence, veil, signal);
  expect(both.findings).toMatchObject([{ title: 'Reason', titleRu: 'Причина' }]);

  const list = listed(await gatherRules(['tests/fixtures/rules/others', '/nowhere/at/all.yml']));
  expect(list.problems).toMatchObject([{ file: 'all.yml', code: 'missing' }]);
  expect(list.rules.filter(({ origin }) => origin === 'loaded')).toHaveLength(2);
  expect(list.rules.filter(({ sources }) => sources.length === 0)).toHaveLength(2);
});
