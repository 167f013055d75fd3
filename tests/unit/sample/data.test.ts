import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJayGuardEvents } from '../../../src/main/sample/jayguard-events.ts';
import { createPachcaEvents } from '../../../src/main/sample/pachca-events.ts';
import { createTimeline, officeTime } from '../../../src/main/sample/timeline.ts';
import { people } from '../../../src/main/sample/company.ts';

const from = Date.parse('2026-08-01T00:00:00Z');
const end = Date.parse('2026-10-30T00:00:00Z');
const ids = { first: 9_007_199_254_740_000n, form: 'number' } as const;

function pachcaOf(count: number, seed = 1) {
  return createPachcaEvents(seed, createTimeline({ seed, count, from, end, step: 1 }));
}

function jayGuardOf(count: number, seed = 1) {
  const timeline = createTimeline({ seed, count, from, end, step: 1000 });
  return createJayGuardEvents(seed, timeline, ids);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

describe('the timeline', () => {
  test('goes up, stays inside, and is found again by time', () => {
    const options = fc.record({
      seed: fc.nat(),
      count: fc.integer({ min: 1, max: 3000 }),
      step: fc.constantFrom(1, 1000),
    });
    fc.assert(
      fc.property(options, fc.nat(), (some, pick) => {
        const timeline = createTimeline({ ...some, from, end });
        const times = range(some.count).map((index) => timeline.timeOf(index));
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(times[0]).toBeGreaterThanOrEqual(from);
        expect(times.at(-1)).toBeLessThan(end);
        const wanted = times[pick % some.count] ?? 0;
        expect(timeline.firstAt(wanted)).toBe(times.findIndex((time) => time >= wanted));
        expect(timeline.firstAt(wanted + 1)).toBe(times.filter((time) => time <= wanted).length);
      }),
      { numRuns: 40 },
    );
  });

  test('keeps office hours, and some events share an instant', () => {
    const timeline = createTimeline({ seed: 1, count: 20_000, from, end, step: 1 });
    const times = range(20_000).map((index) => timeline.timeOf(index));
    const office = times
      .map(officeTime)
      .filter(({ hour, weekend }) => !weekend && hour >= 9 && hour < 18);
    const night = times.map(officeTime).filter(({ hour }) => hour < 6);
    expect(office.length).toBeGreaterThan(12_000);
    expect(night.length).toBeGreaterThan(100);
    expect(night.length).toBeLessThan(2000);
    expect(new Set(times).size).toBeLessThan(times.length - 100);
  });
});

describe('Pachca', () => {
  test('any event of a million is computed alone, the same each time', () => {
    const one = pachcaOf(1_000_000);
    const other = pachcaOf(1_000_000);
    for (const index of [999_999, 0, 123_456, 999_998, 47, 48]) {
      expect(one(index)).toEqual(other(index));
    }
    expect(pachcaOf(1_000_000, 2)(5)).not.toEqual(one(5));
  });

  test('has all 45 keys, ids of its own, and the words that tests look for', () => {
    const at = pachcaOf(5000);
    const events = range(5000).map(at);
    expect(new Set(events.map(({ event_key }) => event_key)).size).toBe(45);
    expect(new Set(events.map(({ id }) => id)).size).toBe(5000);
    const text = JSON.stringify(events);
    for (const word of ['Посылка', 'ПОСЫЛКА', 'посылки', 'Отчёт', 'Отчет'])
      expect(text).toContain(word);
  });

  test('people sign in before they work, from one place', () => {
    const at = pachcaOf(48 * 40);
    const first = new Map<string, string>();
    for (const event of range(48 * 40)
      .map(at)
      .filter(({ actor_type }) => actor_type === 'User')) {
      const place = `${event.actor_id} ${event.ip_address}`;
      if (event.ip_address !== null && !first.has(place)) first.set(place, event.event_key);
    }
    expect(new Set(first.values())).toEqual(new Set(['user_login']));
  });

  test('an account is taken over now and then', () => {
    const at = pachcaOf(5000);
    const strange = range(5000)
      .map(at)
      .filter(({ ip_address }) => ip_address?.startsWith('192.0.2.'));
    const keys = strange.map(({ event_key }) => event_key);
    expect(keys.filter((key) => key === 'user_2fa_fail').length).toBeGreaterThan(5);
    expect(keys).toContain('user_role_changed');
    expect(keys).toContain('access_token_created');
  });
});

describe('Jay Guard', () => {
  test('findings stand in the text to the letter', () => {
    const at = jayGuardOf(2000);
    const methods = new Set<string>();
    for (const index of range(2000)) {
      const { raw, rawDetails } = at(index);
      const { message } = JSON.parse(raw) as { message: string };
      const { content, details } = JSON.parse(rawDetails) as {
        content: string;
        details: { searchMethodId: string; value: string }[];
      };
      for (const { searchMethodId, value } of details) {
        methods.add(searchMethodId);
        expect(message).toContain(value);
        expect(content).toContain(value);
      }
    }
    expect(methods.size).toBe(7);
  });

  test('asks and answers share a request, of people whom Pachca knows', () => {
    const at = jayGuardOf(1000);
    const events = range(1000).map(
      (index) =>
        JSON.parse(at(index).raw) as {
          requestId: string;
          message: string;
          email: string;
          action: string;
        },
    );
    const answers = events.filter(({ message }) => message.startsWith('OUTPUT: '));
    expect(answers.length).toBeGreaterThan(200);
    for (const { requestId } of answers) {
      const [asked] = events.filter((event) => event.requestId === requestId);
      expect(asked?.message).toContain('LAST_USER_REQUEST: ');
    }
    const known = new Set(people.map(({ email }) => email));
    expect(events.every(({ email }) => known.has(email))).toBe(true);
    expect(new Set(events.map(({ action }) => action))).toEqual(
      new Set(['allow', 'redact', 'deny', 'block']),
    );
    expect(events.some(({ message }) => message.includes('LAST_APP_RESPONSE: '))).toBe(true);
  });

  test('ids are integers past 2^53, each its own', () => {
    const at = jayGuardOf(2000);
    const texts = range(2000).map((index) => /^\{"eventId":(\d+),/.exec(at(index).raw)?.[1]);
    expect(new Set(texts).size).toBe(2000);
    expect(texts.at(-1)).toBe('9007199254741999');
  });
});
