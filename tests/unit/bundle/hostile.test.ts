import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { partName } from '../../../src/main/bundle/names.ts';
import { readPart } from '../../../src/main/bundle/parts.ts';
import { bundleFaultSchema } from '../../../src/shared/bundle.ts';
import { toFailure, type Failure } from '../../../src/shared/errors.ts';
import { everything } from '../../support/store/events.ts';
import type { Expected } from '../../support/bundle/hostile.ts';
import { unseal, verify } from '../../support/bundle/bundles.ts';

/** The corpus and what is to become of each, made by `tests/support/bundle/hostile.ts`. */
const corpus = 'tests/fixtures/bundles';
const expected: Record<string, Expected> = z
  .record(
    z.string(),
    z.object({ at: z.enum(['verify', 'unseal']), reason: bundleFaultSchema }).nullable(),
  )
  .parse(JSON.parse(readFileSync(join(corpus, 'expected.json'), 'utf8')));

const failureOf = (work: Promise<unknown>): Promise<Failure | null> =>
  work.then(
    () => null,
    (error: unknown) => toFailure(error),
  );

test.for(Object.entries(expected))('%s', async ([name, why]) => {
  const path = join(corpus, `${name}.vestigo.zip`);
  const found = (await failureOf(verify(path))) ?? (await failureOf(unseal(path)));
  const kind = why?.at === 'verify' ? 'bundle.changed' : 'bundle.refused';
  expect(found && { kind: found.kind, reason: found.params['reason'] }).toEqual(
    why && { kind, reason: why.reason },
  );
});

test('what is dangerous only to whoever runs it is kept as it is', async () => {
  const { store } = await unseal(join(corpus, 'harmless.vestigo.zip'));
  const [row] = await store.rows(everything, [{ field: 'time', descending: false }], 0, 1);
  expect(row?.note).toContain('<script>');
  expect(row?.details['name']).toContain('onerror');
  expect((await store.event(row?.row ?? -1)).raw).toContain('"__proto__":{"admin":true}');
  expect(Object.getPrototypeOf(row?.details)).toBe(Object.prototype);
});

test('a line that is too long is refused', async () => {
  const text = Buffer.alloc(161 * 2 ** 20, 'x');
  text[text.length - 1] = 0x0a;
  // Not packed, so that its ratio is none.
  const part = { name: partName('events', 1), bytes: gzipSync(text, { level: 0 }) };
  expect(await failureOf(readPart(part))).toMatchObject({ params: { reason: 'line-too-long' } });
});
