import { expect, test } from 'vitest';
import { confirmedFindings } from '../../../src/main/exporters/report/confirmed.ts';
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
