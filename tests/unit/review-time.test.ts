import { describe, expect, test } from 'vitest';
import type { Coverage } from '../../src/shared/session.ts';
import { parseInstant } from '../../src/shared/instant.ts';
import { coverageOver, summarize } from '../../src/shared/coverage-gaps.ts';
import { placeBars, barAt } from '../../src/renderer/features/review/histogram-model.ts';
import {
  bucketEnd,
  distanceText,
  eventTime,
  fullTime,
  rowTime,
  stretchText,
  ticks,
} from '../../src/renderer/features/review/time-axis.ts';
import { zoneName } from '../../src/shared/zone.ts';

const at = (text: string) => parseInstant(text) ?? Number.NaN;
const moscow = 'Europe/Moscow';
const berlin = 'Europe/Berlin';

describe('times in the analyst’s zone', () => {
  const noon = at('2026-11-21T11:07:31.204567Z');

  test('are written with the zone’s clock and cut, not rounded, to milliseconds', () => {
    expect(fullTime(noon, moscow)).toBe('2026-11-21 14:07:31.204');
    expect(rowTime(noon, moscow, 'ru', false)).toBe('21.11 14:07:31.204');
    expect(rowTime(noon, moscow, 'en', false)).toBe('21 Nov 14:07:31.204');
    expect(rowTime(noon, moscow, 'en', true)).toBe('21 Nov 2026 14:07:31.204');
    expect(eventTime(noon, moscow, 'ru')).toBe('21.11.2026 14:07:31.204 МСК');
    expect([zoneName(moscow, 'ru'), zoneName(moscow, 'en'), zoneName('UTC', 'en')]).toEqual([
      'МСК',
      'MSK',
      'UTC',
    ]);
  });

  test('a stretch is told with both ends inside, and never a second too short', () => {
    const [from, to] = [at('2026-11-19T13:00Z'), at('2026-11-19T17:00Z')];
    expect(stretchText(from, to, moscow, 'ru')).toBe('19.11 16:00 – 19:59:59');
    // Windows touch at a microsecond.
    expect(stretchText(from, to - 1, moscow, 'ru')).toBe('19.11 16:00 – 19:59:59');
    expect(stretchText(from, at('2026-11-20T00:00Z'), moscow, 'en')).toBe(
      '19 Nov 16:00 – 20 Nov 02:59:59',
    );
    expect(stretchText(from, from + 1e6, moscow, 'ru')).toBe('19.11 16:00');
    expect(stretchText(from, from, moscow, 'ru')).toBe('19.11 16:00');
  });

  test('whole days are named as days', () => {
    const [from, to] = [at('2026-11-19T21:00Z'), at('2026-11-21T21:00Z')];
    expect(stretchText(from, to, moscow, 'ru')).toBe('20.11 – 21.11');
    expect(stretchText(from, at('2026-11-20T21:00Z'), moscow, 'ru')).toBe('20.11');
  });
});

test('how far two events are apart is told like a stopwatch, exactly where it is little', () => {
  expect(
    [0, 7_113_000, -9_999_400, -9_999_900, 10_000_000, -258_000_000].map(distanceText),
  ).toEqual(['±0:00.000', '+0:07.113', '−0:09.999', '−0:10', '+0:10', '−4:18']);
  expect(distanceText(111_753_000_000)).toBe('+31:02:33');
});

describe('ticks', () => {
  test('stand at round hours and midnights of the zone', () => {
    const marks = ticks(at('2026-11-20T20:10Z'), at('2026-11-21T22:00Z'), moscow, 'ru', 5);
    expect(marks.map(({ label, major }) => `${label}${major ? '!' : ''}`)).toEqual([
      '21.11!',
      '06:00',
      '12:00',
      '18:00',
      '22.11!',
    ]);
  });

  test('stay at round hours through the night in which the clock is set back', () => {
    const marks = ticks(at('2026-10-24T22:00Z'), at('2026-10-26T00:00Z'), berlin, 'en', 12);
    expect(marks.map(({ label }) => label)).toEqual([
      '25 Oct',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
      '15:00',
      '18:00',
      '21:00',
      '26 Oct',
    ]);
  });

  test('are never more than was asked for, in order, from seconds to years', () => {
    for (const length of [
      3e6,
      90e6,
      3600e6,
      86_400e6,
      20 * 86_400e6,
      400 * 86_400e6,
      3000 * 86_400e6,
    ]) {
      for (const zone of [moscow, berlin, 'America/St_Johns', 'Asia/Kathmandu']) {
        const from = at('2026-02-27T17:23:45Z');
        const marks = ticks(from, from + length, zone, 'en', 8);
        expect(marks.length).toBeLessThanOrEqual(9);
        expect(marks.map(({ time }) => time)).toEqual(
          marks.map(({ time }) => time).toSorted((a, b) => a - b),
        );
        expect(new Set(marks.map(({ time }) => time)).size).toBe(marks.length);
      }
    }
  });

  test('there are some wherever there is room', () => {
    const from = at('2026-02-27T17:23:45Z');
    for (const length of [5e6, 3600e6, 86_400e6, 40 * 86_400e6, 400 * 86_400e6]) {
      expect(ticks(from, from + length, moscow, 'en', 8).length).toBeGreaterThan(1);
    }
  });
});

describe('bars', () => {
  test('a day of 25 hours is wider than one of 24', () => {
    const day = (text: string, count: number) => ({
      time: at(text),
      count,
      coverage: 'complete' as const,
    });
    const bars = placeBars(
      {
        interval: 'day',
        buckets: [
          day('2026-10-23T22:00Z', 4),
          day('2026-10-24T22:00Z', 0),
          day('2026-10-25T23:00Z', 2),
        ],
        stack: null,
      },
      berlin,
      730,
    );
    expect(bars.map(({ width }) => Math.round(width))).toEqual([240, 250, 240]);
    expect(bars.map(({ height }) => height)).toEqual([1, 0, 0.5]);
    expect(bucketEnd(at('2026-10-24T22:00Z'), 'day', berlin)).toBe(at('2026-10-25T23:00Z'));
    expect([barAt(bars, -5), barAt(bars, 245), barAt(bars, 9999)]).toEqual([0, 1, 2]);
  });

  test('one event among a million is still seen', () => {
    const bucket = (time: number, count: number) => ({
      time,
      count,
      coverage: 'complete' as const,
    });
    const [one] = placeBars(
      { interval: 'second', buckets: [bucket(0, 1), bucket(1e6, 1e6)], stack: null },
      'UTC',
      100,
    );
    expect(one?.height).toBeGreaterThan(0.01);
  });
});

describe('what was not collected', () => {
  const stretch = (
    from: number,
    to: number,
    state: Coverage['state'],
    source: Coverage['source'] = 'pachca',
  ) => ({
    source,
    from,
    to,
    state,
  });

  test('holes, partial and failed stretches are named; touching windows leave no hole', () => {
    const coverage = [
      stretch(0, 99, 'complete'),
      stretch(100, 199, 'complete'),
      stretch(300, 399, 'partial'),
      stretch(400, 499, 'failed'),
    ];
    expect(summarize(coverage, 50, 550)).toEqual({
      share: 1 - 350 / 500,
      gaps: [
        { source: 'pachca', state: 'none', from: 200, to: 300 },
        { source: 'pachca', state: 'partial', from: 300, to: 400 },
        { source: 'pachca', state: 'failed', from: 400, to: 500 },
        { source: 'pachca', state: 'none', from: 500, to: 550 },
      ],
    });
  });

  test('the strip is exact: complete where every source is, none where no one is', () => {
    const coverage = [
      stretch(0, 99, 'complete'),
      stretch(100, 199, 'failed'),
      stretch(300, 399, 'complete'),
      stretch(0, 149, 'complete', 'jayguard'),
      stretch(150, 199, 'failed', 'jayguard'),
      stretch(300, 399, 'complete', 'jayguard'),
    ];
    expect(coverageOver(coverage, 20, 380)).toEqual([
      { state: 'complete', from: 20, to: 100 },
      { state: 'partial', from: 100, to: 150 },
      { state: 'failed', from: 150, to: 200 },
      { state: 'none', from: 200, to: 300 },
      { state: 'complete', from: 300, to: 380 },
    ]);
    expect(coverageOver([], 0, 10)).toEqual([{ state: 'none', from: 0, to: 10 }]);
  });

  test('each source is measured for itself', () => {
    const coverage = [stretch(0, 99, 'complete'), stretch(0, 49, 'complete', 'jayguard')];
    expect(summarize(coverage, 0, 100)).toEqual({
      share: 0.75,
      gaps: [{ source: 'jayguard', state: 'none', from: 50, to: 100 }],
    });
  });

  test('without any collection there is nothing to measure', () => {
    expect(summarize([], 0, 100)).toBeNull();
  });
});
