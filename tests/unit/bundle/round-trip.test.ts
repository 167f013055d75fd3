import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventLine } from '../../../src/main/exporters/ndjson.ts';
import type { LocalSession } from '../../../src/main/store/open-session.ts';
import { everything } from '../../support/store/events.ts';
import {
  empty,
  folder,
  goldenSession,
  open,
  seal,
  tablesOf,
  unseal,
  verify,
} from '../../support/bundle/bundles.ts';

const signal = new AbortController().signal;

async function exported(store: LocalSession): Promise<string> {
  let text = '';
  for await (const batch of store.scan(everything, [], signal))
    text += batch.map(eventLine).join('');
  return text;
}

test('a session comes out of its bundle with all it held, to the letter', async () => {
  const path = goldenSession();
  const bundle = join(folder(), 'case.vestigo.zip');
  const original = await open(path);
  const sealed = await seal(original, bundle);
  const { signer, sha256 } = await verify(bundle);
  expect(signer).toEqual({ name: 'Анна', fingerprint: sealed.fingerprint });
  expect(sha256).toBe(sealed.sha256);

  const { store } = await unseal(bundle);
  expect(await exported(store)).toBe(await exported(original));
  expect(await store.verify(signal)).toBe(await original.verify(signal));
  const [info, before] = [await store.info(), await original.info()];
  expect(info).toEqual(before);
  expect(await store.origins()).toMatchObject([
    { bundle: 'case.vestigo.zip', sha256, signer, merged: null },
  ]);
});

test('every table is as it was', async () => {
  const path = goldenSession();
  const bundle = join(folder(), 'case.vestigo.zip');
  const original = await open(path);
  await seal(original, bundle);
  await original.close();
  const made = join(folder(), 'made.vestigo');
  const store = await empty(made);
  await unseal(bundle, store);
  await store.close();
  const [after, before] = [await tablesOf(made), await tablesOf(path)];
  // What was searched for lately is nobody else's business.
  expect(after).toEqual({ ...before, origin: after['origin'], recent_query: [] });
});
