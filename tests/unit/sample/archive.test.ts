import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createArchive } from '../../../src/main/sample/archive.ts';
import { createTimeline } from '../../../src/main/sample/timeline.ts';

const from = Date.parse('2026-10-01T00:00:00Z');
const end = Date.parse('2026-10-02T00:00:00Z');

function archive(count: number) {
  const timeline = createTimeline({ seed: 1, count, from, end, step: 1000 });
  return createArchive(timeline, (number, time = timeline.timeOf(number)) => ({
    raw: `${time} ${number}`,
    of: { time, number },
  }));
}

const times = fc.array(fc.integer({ min: from / 1000, max: end / 1000 - 1 }));

test('what happens later lies where its time says, behind its equals', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), times, (count, seconds) => {
      const held = archive(count);
      for (const second of seconds) held.happen(second * 1000);
      const all = Array.from({ length: held.total() }, (_, position) => held.at(position)?.of);
      const sorted = all.toSorted(
        (a, b) => (a?.time ?? 0) - (b?.time ?? 0) || (a?.number ?? 0) - (b?.number ?? 0),
      );
      expect(all).toEqual(sorted);
      expect(new Set(all.map((one) => one?.number)).size).toBe(count + seconds.length);
      for (const [position, one] of all.entries()) {
        expect(held.numberAt(position)).toBe(one?.number);
        expect(held.positionOf(one?.number ?? -1)).toBe(position);
        expect(held.firstAt(one?.time ?? 0)).toBe(all.findIndex((it) => it?.time === one?.time));
      }
      expect(held.firstAt(end)).toBe(held.total());
    }),
  );
});

test('what is rewritten or vanishes keeps its place', () => {
  const held = archive(5);
  const late = held.happen(from + 1000);
  held.rewrite(2, (raw) => `${raw} changed`);
  held.vanish(late);
  expect(held.at(held.positionOf(late))).toBeNull();
  expect(held.byNumber(2)?.raw).toMatch(/ 2 changed$/);
  expect([...held.events()]).toHaveLength(5);
  expect(held.byNumber(6)).toBeNull();
  expect(held.byNumber(-1)).toBeNull();
});
