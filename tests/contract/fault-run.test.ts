import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { cases, covered, prove } from '../support/fault-run/cases.ts';
import { mixture, prove as proveMixture } from '../support/fault-run/mixtures.ts';
import { openScratch } from '../../scripts/setup/scratch.ts';
import { here, outside } from '../support/fault-run/ways.ts';

const { path: folder, remove } = await openScratch('faults');
afterAll(remove);

const kinds = ['pachca', 'jayguard'] as const;

test('no kind of fault is left out', () => expect(covered).toBe(true));

describe.each(kinds)('%s', (kind) => {
  test.each(cases)('$name', async (one) => {
    await prove(one, kind, here(), join(folder, `${kind} ${one.name}.vestigo`));
  });
});

// All of them, with both services: `npm run fault-run -- cases`.
const outsideNames = [
  '429 with Retry-After as a date',
  'a reset in the middle of a body',
  'a redirect to another host',
  'JSON of another form',
];
const chosen = cases.filter(({ name }) => outsideNames.includes(name));

describe('the command line', { timeout: 240_000, concurrent: true }, () => {
  test.each(chosen.map((one, at) => ({ one, at, name: one.name })))(
    '$name',
    async ({ one, at }) => {
      expect(chosen).toHaveLength(outsideNames.length);
      const kind = kinds[at % 2] ?? 'pachca';
      await prove(one, kind, outside, join(folder, `outside ${one.name}.vestigo`));
    },
  );
});

// Thousands: `npm run fault-run -- mixtures 2000`.
test('whatever is mixed, it is complete in the end and honest on the way', async () => {
  const property = fc.asyncProperty(mixture, (one) => proveMixture(one, folder));
  await fc.assert(property, { numRuns: 15, endOnFailure: true });
}, 240_000);
