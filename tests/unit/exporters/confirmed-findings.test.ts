import { expect, test } from 'vitest';
import { confirmedFindings } from '../../../src/main/exporters/report/confirmed.ts';
import { voiceOf } from '../../../src/main/exporters/report/voice.ts';
import type { Triaged } from '../../../src/shared/triage.ts';
import { goldenFinding } from '../../support/store/golden.ts';

function judged(from: number, ...states: Triaged['history'][number]['state'][]): Triaged {
  const finding = { ...goldenFinding, rows: [0, 1], from };
  return {
    finding,
    history: states.map((state, at) => ({
      state,
      at: `2026-11-22T0${at}:00:00Z`,
      who: `w${at}`,
      reason: null,
    })),
  };
}

test('what is confirmed now goes into the report, by time, with who said it last', () => {
  const all = [
    judged(30, 'seen', 'confirmed'),
    judged(20, 'confirmed', 'dismissed'),
    judged(10, 'confirmed'),
    judged(5, 'seen'),
  ];
  expect(confirmedFindings(all, 'ru')).toMatchObject([
    { from: 10, severity: 'Высокая', who: 'w0' },
    { from: 30, severity: 'Высокая', who: 'w1', at: '2026-11-22T01:00:00Z', note: null },
  ]);
});

test('its title is in the language of the report, where the rule has one', () => {
  const [judgement] = [judged(1, 'confirmed')];
  const finding = { ...judgement.finding, title: 'Second factor', titleRu: 'Второй фактор' };
  const titles = (language: 'ru' | 'en', given: Triaged['finding']) =>
    confirmedFindings([{ ...judgement, finding: given }], language).map(({ title }) => title);
  expect(titles('ru', finding)).toEqual(['Второй фактор']);
  expect(titles('en', finding)).toEqual(['Second factor']);
  expect(titles('ru', { ...finding, titleRu: null })).toEqual(['Second factor']);
});

test('what its events have in common is said in words, and ids stay what they are', () => {
  const { grouped } = voiceOf('ru', 'UTC');
  expect(grouped('actor_id', '98700')).toBe('Участник (ID): 98700');
  expect(grouped('source', 'pachca')).toBe('Источник: Пачка');
  expect(grouped('state', 'none')).toBe('Покрытие: не собрано');
  expect(grouped('event', 'user_login')).toMatch(/^Событие: Пользователь/);
  expect(grouped('details.constructor', '')).toBe('constructor: —');
});
