import { expect, test } from 'vitest';
import { colleagues } from '../../../src/main/sample/company.ts';
import { plantedIn, plantJayGuard, plantPachca } from '../../../src/main/sample/incidents.ts';
import { createJayGuardEvents } from '../../../src/main/sample/jayguard-events.ts';
import { usualJayGuard } from '../../../src/main/sample/jayguard-service.ts';
import type { PachcaEvent } from '../../../src/main/sample/pachca-events.ts';
import { startSampleServices } from '../../../src/main/sample/start.ts';
import { topics } from '../../../src/main/sample/story.ts';
import { createTimeline } from '../../../src/main/sample/timeline.ts';

const { ids } = usualJayGuard;
const from = Date.parse('2026-10-01T00:00:00Z');
const end = Date.parse('2026-11-01T00:00:00Z');
const span = { seed: 1, count: 5000, from, end };
const spans = { pachca: span, jayguard: { ...span, seed: 2 } };

test('of every kind one incident and one that only looks like it, among as many events as asked for', async () => {
  const services = await startSampleServices({ events: 5000 });
  await services.close();
  const { pachca, jayguard, planted } = services;
  const served = {
    pachca: [...pachca.events()].map((text) => (JSON.parse(text) as PachcaEvent).id),
    jayguard: [...jayguard.events()].map((text) => /"eventId":(\d+)/.exec(text)?.[1]),
  };
  for (const source of ['pachca', 'jayguard'] as const) {
    expect(served[source]).toHaveLength(5000);
    expect(new Set(served[source]).size).toBe(5000);
  }
  for (const topic of topics) {
    const told = planted.filter((one) => one.topic === topic);
    expect(told.map(({ quiet }) => quiet)).toEqual([false, true]);
  }
  expect(planted).toEqual(plantedIn(spans, ids));
  for (const { source, ids: own } of planted)
    expect(served[source]).toEqual(expect.arrayContaining(own));
});

test('times go up and lie inside the period, planted or not', async () => {
  const services = await startSampleServices({ events: 3000 });
  await services.close();
  const times = [...services.pachca.events()].map((text) =>
    Date.parse((JSON.parse(text) as PachcaEvent).created_at),
  );
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(from);
  expect(times.at(-1)).toBeLessThan(end);
});

test('nothing is planted where it would be much of it, or where there is no room for weeks', () => {
  const few = plantPachca({ ...span, count: 500 }, (of) => ({ raw: '', of }));
  expect(few).toEqual({ rest: 500, events: [] });
  const week = { ...span, end: from + 7 * 86_400_000 };
  expect(plantJayGuard(week, ids)).toEqual({ rest: 5000, events: [] });
  expect(plantedIn({ pachca: week, jayguard: week }, ids)).toEqual([]);
});

test('whoever is in a story does nothing else', () => {
  const timeline = createTimeline({ ...span, step: 1000 });
  const at = createJayGuardEvents(1, timeline, ids);
  const known = new Set(colleagues.map(({ id }) => `"jg-${id}"`));
  for (let index = 0; index < span.count; index += 1) {
    const user = /"userId":("[^"]+")/.exec(at(index).raw)?.[1] ?? '';
    expect(known.has(user)).toBe(false);
  }
});
