import { expect, test } from 'vitest';
import i18next from 'i18next';
import { noticeTextOf } from '../../src/renderer/features/findings/notice-text.ts';
import { joined } from '../../src/renderer/features/findings/use-findings.ts';
import { startTexts } from '../../src/renderer/i18n.ts';
import { formatOf } from '../../src/shared/format.ts';
import { reasonText } from '../../src/shared/reason-text.ts';
import type { Finding, Reason } from '../../src/shared/rules.ts';
import type { Triaged } from '../../src/shared/triage.ts';
import { goldenFinding } from '../support/store/golden.ts';

const finding: Finding = {
  ...goldenFinding,
  rows: [0, 1],
  from: Date.parse('2026-10-20T18:40:00Z') * 1000,
  to: Date.parse('2026-10-20T18:46:00Z') * 1000,
  group: { actor: '98787' },
};
const texts = {
  title: 'Много неудач второго фактора',
  description: 'Кто-то подбирал код.',
  falsePositives: [],
  next: 'Позвоните владельцу.',
};

test('a message says what the rule says, and whom it is about only when that is wanted', async () => {
  await startTexts('ru');
  const t = i18next.getFixedT('ru', ['findings', 'rules']);
  const about = { t, format: formatOf('ru', 'UTC'), zone: 'UTC', finding, texts };
  const plain = noticeTextOf({ ...about, state: 'confirmed', personal: null });
  // Dates do not break: their blanks are of another kind.
  expect(plain.replaceAll(/[\u00a0\u202f]/g, ' ').split('\n')).toEqual([
    'Vestigo нашёл в журнале аудита: «Много неудач второго фактора».',
    'Важность: высокая.',
    'Когда: 20.10.2026, 18:40 – 18:46 (UTC).',
    'Событий: 2.',
    'Аналитик подтвердил находку.',
    '',
    'Что делать дальше:',
    'Позвоните владельцу.',
  ]);
  const personal = { why: 'Восемь неудач.', group: [['Кто', 'Роман Королёв (98787)']] } as const;
  const full = noticeTextOf({ ...about, state: 'new', personal });
  expect(full).toContain('Кто: Роман Королёв (98787)\nВосемь неудач.');
  expect(plain).not.toContain('98787');
});

test('why a finding stands out is a sentence, its lengths of time and signs as people write them', () => {
  const said = (kind: Reason['kind'], figures: Reason['figures']) =>
    (['ru', 'en'] as const).map((language) => {
      const value = (name: string, text: string) => (name === 'rules' ? text : `<${text}>`);
      const reason = { kind, figures };
      const words = reasonText(reason, { language, format: formatOf(language, 'UTC'), value });
      return words.replaceAll(/[\u00a0\u202f]/g, ' ');
    });
  expect(said('in-order', { timespan: 900, rules: 'a → b' })).toEqual([
    'За 15 мин, в таком порядке: a → b',
    'Within 15 minutes, in this order: a → b',
  ]);
  expect(said('count', { count: 23, condition: 'gte 20, lt 90', timespan: 604_800 })).toEqual([
    'Событий: 23; правилу нужно ≥ 20, < 90 за 7 дней',
    '23 events; the rule asks for ≥ 20, < 90 within 7 days',
  ]);
  const apart = said('far-apart', { from: '192.0.2.1', to: '203.0.113.9', seconds: 541 });
  expect(apart.map((one) => /9\D+1\D?[sс]/.test(one))).toEqual([true, true]);
  const since = '2026-09-01T10:00:00.000Z';
  const first = { value: 'card', before: 1200, values: 2, since, others: 3 };
  expect(said('first-seen', first)).toEqual([
    '«<card>» здесь впервые: до этого событий 1 200 (с 01.09.2026, 10:00), других значений 2; раньше встречалось у других: 3',
    '“<card>” is new here: in 1,200 events since 01 Sept 2026, 10:00 there were 2 other values; used by 3 others before',
  ]);
});

function judged(key: string, state: Triaged['history'][number]['state']): Triaged {
  const said = { at: '2026-11-22T09:00:00Z', who: 'a', state, reason: null };
  return { finding: { ...finding, key }, history: [said] };
}

test('findings keep what was made of them; what is found no more stays as it was judged', () => {
  const found: Finding[] = [
    { ...finding, key: 'low', severity: 'low', from: 1 },
    { ...finding, key: 'late', from: 20 },
    { ...finding, key: 'early', from: 10 },
  ];
  const all = joined(found, [judged('late', 'dismissed'), judged('gone', 'confirmed')]);
  expect(all.map((one) => [one.finding.key, one.state])).toEqual([
    ['early', 'new'],
    ['late', 'dismissed'],
    ['gone', 'confirmed'],
    ['low', 'new'],
  ]);
});
