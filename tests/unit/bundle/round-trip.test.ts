import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPachcaEvent } from '../../../src/main/connectors/pachca/event.ts';
import { eventLine } from '../../../src/main/exporters/ndjson.ts';
import type { LocalSession } from '../../../src/main/store/open-session.ts';
import {
  answer,
  detailsRequest,
  everything,
  firstWindow,
  guardEvent,
  nothingSpent,
  page,
  range,
  request,
  start,
} from '../../support/store/events.ts';
import { create, filled } from '../../support/store/session.ts';
import {
  empty,
  faultOf,
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
  // What was searched for lately is nobody else's business; what was merged is told of where it was.
  const own = { origin: after['origin'], merge_conflict: [], recent_query: [] };
  expect(after).toEqual({ ...before, ...own });
});

test('numbers that no double holds keep their digits in details, and are found', async () => {
  const made = ['9007199254740993', '9007199254740992', '1e400', '"9007199254740993"'].map(
    (n, at) => {
      const raw = `{"id":"${at}","created_at":"2026-03-01T00:00:0${at}Z","event_key":"k","details":{"n":${n},"in":[{"n":${n}}]}}`;
      return { event: readPachcaEvent(raw), raw };
    },
  );
  const path = join(folder(), 'numbers.vestigo');
  const original = await filled(path, made);
  const bundle = join(folder(), 'numbers.vestigo.zip');
  await seal(original, bundle);
  const into = join(folder(), 'numbers-again.vestigo');
  const store = await empty(into);
  await unseal(bundle, store);
  expect(await store.count({ ...everything, query: 'details.n:9007199254740993' })).toBe(2);
  expect(await store.count({ ...everything, query: 'details.in.n>9007199254740992' })).toBe(3);
  expect(await store.rows(everything, [], 0, 9)).toEqual(await original.rows(everything, [], 0, 9));
  await Promise.all([original.close(), store.close()]);
  expect((await tablesOf(into))['chunk']).toEqual((await tablesOf(path))['chunk']);
});

test('a key is derived from a passphrase once; what it opened opens that file alone', async () => {
  const path = join(folder(), 'locked.vestigo.zip');
  const store = await create(join(folder(), 'small.vestigo'));
  await seal(store, path, { encryptTo: { passphrase: 'верная фраза' } });
  const given = (passphrase: string) => ({ identities: [], passphrases: [passphrase] });
  expect(await faultOf(path, given('другая фраза'))).toMatchObject({ kind: 'bundle.wrong-key' });
  const found = await verify(path, given('верная фраза'));
  expect(found.keys).toEqual({ identities: [], passphrases: [], fileKey: expect.any(String) });
  expect((await verify(path, found.keys)).sha256).toBe(found.sha256);
  const other = { ...found.keys, fileKey: '00'.repeat(16) };
  expect(await faultOf(path, other)).toMatchObject({ params: { reason: 'encryption' } });
});

/** More than is kept in one piece, and answers with details between those with events. */
test('a large session can be opened again when it came out of a bundle', async () => {
  const bundle = join(folder(), 'large.vestigo.zip');
  const original = await create(join(folder(), 'large.vestigo'));
  const list = async (from: number) => {
    const windowId = firstWindow(
      await original.openCollection(request({ source: 'jayguard', from: start + from })),
    );
    const events = range(from, from + 300).map((n) => guardEvent(String(n), n));
    await original.commitPage(page(windowId, events));
    await original.finishWindow(windowId, 'complete', null, nothingSpent);
    await original.finishCollection(1, null, null);
    return events;
  };
  for (let from = 0; from < 1500; from += 300) {
    await list(from);
    const windowId = firstWindow(await original.openDetails(detailsRequest()));
    const items = range(from, from + 300).map((n) => ({
      id: String(n),
      content: `ответ ${n}`,
      findings: [{ method: `m${n % 7}`, value: `v${n}` }],
      raw: `{"eventId":${n}}`,
    }));
    await original.commitDetails(answer(windowId, items));
  }
  await seal(original, bundle);
  const path = join(folder(), 'made.vestigo');
  const made = await empty(path);
  await unseal(bundle, made);
  await made.close();
  const store = await open(path);
  expect(await exported(store)).toBe(await exported(original));
  const asked = { ...everything, query: 'finding:v1234' };
  expect(await store.count(asked)).toBe(1);
  expect(await store.facet(everything, 'finding', 5)).toEqual(
    await original.facet(everything, 'finding', 5),
  );
});
