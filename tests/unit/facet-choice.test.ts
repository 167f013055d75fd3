import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addFacet,
  changeFacet,
  moveFacet,
  offeredFacets,
  removeFacet,
} from '../../src/renderer/features/review/facet-choice.ts';
import { defaultSettings, settingsSchema, type Settings } from '../../src/shared/settings.ts';

const facets: Settings['facets'] = ['is', 'event', 'actorName', 'ip'].map((field) => ({
  field,
  order: 'count',
  open: true,
}));
const keys = [
  { key: 'chat_id', events: 7 },
  { key: 'Роль', events: 3 },
];
const nameOf = (field: string) => (field === 'userAgent' ? 'Клиент' : field);

describe('the facets that stand there', () => {
  test('can be added once, changed, moved and removed, and are settings all the time', () => {
    const field = fc.constantFrom('ip', 'event', 'is', 'details.a b', 'details.x', 'note');
    const step = fc.oneof(
      field.map((one) => (all: typeof facets) => addFacet(all, one)),
      field.map((one) => (all: typeof facets) => removeFacet(all, one)),
      fc.tuple(field, field).map(
        ([a, b]) =>
          (all: typeof facets) =>
            moveFacet(all, a, b),
      ),
      field.map((one) => (all: typeof facets) => changeFacet(all, one, { order: 'name' })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const end = steps.reduce((all, go) => go(all), facets);
        expect(new Set(end.map((one) => one.field)).size).toBe(end.length);
        expect(settingsSchema.parse({ ...defaultSettings, facets: end }).facets).toEqual(end);
      }),
    );
  });

  test('go to the place of another', () => {
    const order = (all: typeof facets) => all.map((one) => one.field).slice(0, 4);
    expect(order(moveFacet(facets, 'ip', 'event'))).toEqual(['is', 'ip', 'event', 'actorName']);
    expect(order(moveFacet(facets, 'is', 'event'))).toEqual(['event', 'is', 'actorName', 'ip']);
    expect(moveFacet(facets, 'nothing', 'event')).toEqual(facets);
  });
});

describe('what may be added', () => {
  const offered = (typed: string) => {
    const found = offeredFacets(facets, keys, typed, nameOf);
    return [...found.fields, ...found.keys].map(({ field }) => field);
  };

  test('is what does not stand there, found by its name or its field in any case', () => {
    expect(offered('')).not.toContain('event');
    expect(offered('')).toEqual(expect.arrayContaining(['userAgent', 'details.chat_id']));
    expect(offered('КЛИЕНТ')[0]).toBe('userAgent');
    expect(offered('useragent')[0]).toBe('userAgent');
    expect(offered('роль')).toContain('details.Роль');
  });

  test('a key that nobody has seen yet can be typed', () => {
    expect(offered('new_key')).toEqual(['details.new_key']);
    expect(offered('details.new_key')).toEqual(['details.new_key']);
    expect(offered('chat_id')).toEqual(['details.chat_id']);
    expect(offered('details.')).toEqual(['details.chat_id', 'details.Роль']);
  });
});
