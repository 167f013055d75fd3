import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MappedEvent } from '../../../src/shared/event.ts';
import { loadRules } from '../../../src/main/rules/load.ts';
import { packTexts } from '../../../src/main/rules/pack.ts';
import { readRules } from '../../../src/main/rules/rule-set.ts';
import { appliesTo } from '../../../src/main/rules/run/detect.ts';
import { ruleQuery } from '../../../src/main/rules/run/query-text.ts';
import { detectIn, event, evidenceOf, rulesOf } from '../../support/rules/evidence.ts';

const folder = 'tests/fixtures/rules';
const filesOf = (name: string) =>
  readdirSync(join(folder, name)).map((file) => join(folder, name, file));
const time = '2026-10-01T10:00:00Z';
const guard = (id: string, action: string, more: Partial<MappedEvent>) =>
  event(time, action, { id, source: 'jayguard', ...more });
const call = (id: string, duration: number, userAgent: string) =>
  event(time, 'video_call_finished', {
    id,
    userAgent,
    details: { duration, max_members_count: 2, chat_id: 5 },
  });
const opened = (id: string, ip: string | null, isPublic = true) =>
  event(time, 'chat_permission_changed', { id, ip, details: { public_access: isPublic } });
const token = (id: string, actor: string, scopes: string[]) =>
  event(time, 'access_token_created', { id, actor, details: { scopes } });

/** One session for the whole corpus; what each rule has to find is said at its end. */
const events: MappedEvent[] = [
  token('t1', '1', ['users:read', 'chat_exports:write']),
  token('t2', '98713', ['chat_exports:write']),
  token('t3', '2', ['CHAT_EXPORTS:read']),
  token('t4', '2', ['users:read']),
  guard('g1', 'deny', { text: 'Проверь ДОГОВОР поставки' }),
  guard('g2', 'allow', { text: 'Перёдача дел', rules: ['Карты под запретом'] }),
  guard('g3', 'allow', { text: 'Договор' }),
  guard('g4', 'deny', { text: 'Погода' }),
  opened('c1', '192.0.2.9'),
  opened('c2', '10.2.3.4'),
  opened('c3', null),
  opened('c4', '192.0.2.9', false),
  opened('c5', '2001:db8::7'),
  call('v1', 3600, 'Pachca/3.60.0 (iOS)'),
  call('v2', 3599, 'Pachca/3.60.0 (iOS)'),
  call('v3', 4000, 'python-requests/2'),
  event(time, 'user_role_changed', { id: 's1', userAgent: 'Python-Requests/2.32' }),
  event(time, 'bot_scopes_updated', { id: 's2', userAgent: 'Go-http-client/2.0' }),
  event(time, 'bot_scopes_updated', { id: 's3', userAgent: 'curl/8', actorType: 'Bot' }),
  event(time, 'bot_scopes_updated', { id: 's4', userAgent: 'Go-http-client/22' }),
  event(time, 'x', { id: 'w1', actor: 'a*b' }),
  event(time, 'x', { id: 'w2', actor: 'c\\def' }),
  event(time, 'x', { id: 'w3', targetType: 'User' }),
  event(time, 'x', { id: 'w4', actor: 'aab', targetType: 'user' }),
  event(time, 'user_login', { id: 'i1' }),
  event(time, 'user_logout', { id: 'o1' }),
  ...['198.51.100.1', '198.51.100.2', '198.51.100.3'].map((ip, at) =>
    event(`2026-10-01T11:0${at}:00Z`, 'user_2fa_fail', { id: `f${at + 1}`, actor: '7', ip }),
  ),
  ...[1, 2, 3].map((at) =>
    event(`2026-10-01T12:0${at}:00Z`, 'user_2fa_fail', {
      id: `f${at + 3}`,
      actor: '8',
      ip: '198.51.100.1',
    }),
  ),
];

describe('rules for these sources, and of the shapes that public rules have', () => {
  test.each([...filesOf('ours'), ...filesOf('shapes')])('%s', async (file) => {
    const text = readFileSync(file, 'utf8');
    const [, wanted = ''] = /^# expects: (.*)$/m.exec(text) ?? [];
    const rules = rulesOf(text);
    expect(rules.problems).toEqual([]);
    const { findings, problems } = await detectIn(rules, evidenceOf(events));
    expect(problems).toEqual([]);
    const ids = findings.flatMap(({ rows }) => Array.from(rows, (row) => events[row]?.id));
    expect(new Set(ids)).toEqual(new Set(wanted.split(' ')));
    expect(ids).toHaveLength(new Set(ids).size);
  });
});

test.each(filesOf('refused'))('%s is refused by name and line', (file) => {
  const text = readFileSync(file, 'utf8');
  const [, line, code, what] = /^# refused: (\d+) ([\w-]+) (.*)$/m.exec(text) ?? [];
  const { problems } = rulesOf(text);
  expect(problems[0]).toMatchObject({ line: Number(line), code, what });
  expect(problems[0]?.rule).toMatch(/^[A-Z]/);
});

test('rules about other products are read as far as that, and not run', async () => {
  const rules = readRules(await loadRules(join(folder, 'others')));
  expect(rules.problems).toEqual([]);
  expect(rules.rules.map((rule) => [rule.file, appliesTo(rule)])).toEqual([
    ['cloudtrail.yml', false],
    ['process-creation.yml', false],
  ]);
  expect((await detectIn(rules, evidenceOf(events))).findings).toEqual([]);
});

test('files that are no rules are refused, whatever is in them', () => {
  const fault = (text: string) => rulesOf(text).problems.map(({ code }) => code);
  expect(fault('a: [1, 2')).toEqual(['yaml']);
  expect(fault('just words')).toEqual(['wrong-type']);
  expect(fault('[1, 2]')).toEqual(['wrong-type']);
  expect(fault('title: 5\nlogsource: 7\ndetection: x')).toContain('wrong-type');
  expect(fault('title: T\nlogsource: {product: pachca}\ndetection: {}')).toEqual(['missing']);
  expect(fault('title: T\nlogsource: {product: pachca}')).toEqual(['missing']);
  expect(
    fault(
      `title: T\nlogsource: {product: pachca}\nlevel: huge\ndetection: {s: {event: x}, condition: s}`,
    ),
  ).toEqual(['value']);
  expect(fault(' '.repeat((1 << 20) + 1))).toEqual(['too-large']);
  expect(fault('['.repeat(20_000))).toEqual(['too-large']);
  expect(fault(`${'- '.repeat(5000)}x`)).toEqual(['too-large']);
  expect(fault('')).toEqual([]);
  expect(fault(`a: &a x\nb: [${'*a, '.repeat(1000)}x]`)).toEqual(['too-large']);
  // A megabyte of signs would keep the parser busy for half a minute.
  for (const sign of ['"', '? ', '- ', '---\n', '\n']) {
    expect(fault(sign.repeat((1 << 20) / sign.length))).toEqual(['too-large']);
  }
  const laughs = Array.from(
    { length: 12 },
    (_, i) => `a${i}: &a${i} [${i === 0 ? 'x' : `*a${i - 1}, *a${i - 1}, *a${i - 1}, *a${i - 1}`}]`,
  );
  expect(fault(laughs.join('\n'))).toEqual(['too-large']);
});

test('two rules of one id, and correlations in a circle, are refused', () => {
  const rule = (id: string) =>
    `title: T\nid: ${id}\nlogsource: {product: pachca}\ndetection: {s: {event: x}, condition: s}\n`;
  expect(rulesOf(`${rule('a')}---\n${rule('a')}`).problems).toMatchObject([
    { code: 'duplicate', what: 'a', line: 6 },
  ]);
  const circle = (name: string, other: string) =>
    `title: ${name}\nname: ${name}\ncorrelation: {type: temporal, rules: [${other}, ${name}], timespan: 5m}\n`;
  const { rules, problems } = rulesOf(`${circle('a', 'b')}---\n${circle('b', 'a')}`);
  expect(rules).toEqual([]);
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['unknown-source']));
});

test('patterns of selections are matched from end to end, and never for long', () => {
  const names = ['sel_main', 'sel_other', 'selmain', 'a'.repeat(40)];
  const text = (pattern: string) =>
    `title: T\nlogsource: {product: pachca}\ndetection:\n${names
      .map((name) => `  ${name}: {event: ${name}}\n`)
      .join('')}  condition: '1 of ${pattern}'\n`;
  const queried = (pattern: string) => {
    const [rule] = rulesOf(text(pattern)).rules;
    const query = (rule && ruleQuery(rule)) ?? '';
    return names.filter((name) => new RegExp(`\\b${name}\\b`).test(query));
  };
  expect(queried('sel_*')).toEqual(['sel_main', 'sel_other']);
  expect(queried('*main')).toEqual(['sel_main', 'selmain']);
  expect(queried('s*_*n')).toEqual(['sel_main']);
  expect(queried('sel_main')).toEqual(['sel_main']);
  expect(queried('them')).toEqual(names);
  // `mai*in` wants its pieces one after another.
  const { problems } = rulesOf(text('selmai*in'));
  expect(problems).toMatchObject([{ code: 'selection', what: 'selmai*in' }]);
  expect(rulesOf(text(`${'a*'.repeat(30)}b`)).problems).toMatchObject([{ code: 'selection' }]);
});

test('a rule that was damaged is refused or read, and never breaks the reader', () => {
  const signs = [
    ':',
    '- ',
    '|',
    '*',
    '[',
    '}',
    '&a ',
    '*a',
    '"',
    '\n',
    'not ',
    'null',
    '>-',
    '\n---\n',
  ];
  const damage = fc.tuple(fc.nat(4000), fc.nat(5), fc.constantFrom(...signs));
  fc.assert(
    fc.property(
      fc.constantFrom(...packTexts()),
      fc.array(damage, { minLength: 1, maxLength: 4 }),
      (rules, damages) => {
        const text = damages.reduce((sound, [at, cut, sign]) => {
          const place = at % sound.length;
          return sound.slice(0, place) + sign + sound.slice(place + cut);
        }, rules.text);
        for (const { line, column } of readRules([{ ...rules, text }]).problems) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 100 },
  );
});
