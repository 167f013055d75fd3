import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { names } from '../../../src/main/bundle/names.ts';
import {
  newSigningKeyText,
  publicPartOf,
  readSigningKey,
} from '../../../src/main/bundle/signature.ts';
import type { LocalSession } from '../../../src/main/store/open-session.ts';
import type { OpenedBundle } from '../../../src/main/store/transfer/incoming.ts';
import { mostStated, throughWhom, type StatedOrigin } from '../../../src/shared/bundle.ts';
import { everything, range, readEvent } from '../../support/store/events.ts';
import { filled } from '../../support/store/session.ts';
import { entriesOf, zipped } from '../../support/bundle/hostile.ts';
import { faultOf, folder, seal, unseal, verify } from '../../support/bundle/bundles.ts';

/** Somebody with a key of their own who seals what they have. */
function analyst(name: string) {
  const privateKey = readSigningKey(newSigningKeyText());
  if (!privateKey) throw new Error('a new key can be read');
  const { fingerprint } = publicPartOf(privateKey);
  return async (store: LocalSession, options: Parameters<typeof seal>[2] = {}) => {
    const path = join(folder(), `${name}.vestigo.zip`);
    const { sha256 } = await seal(store, path, { ...options, key: { privateKey, name } });
    const { facts, stated } = await verify(path);
    const { sealedAt } = facts;
    return { path, sha256, stated, told: { sha256, sealedAt, signer: { name, fingerprint } } };
  };
}

const anna = analyst('Анна');
const boris = analyst('Борис');
const vera = analyst('Вера');

const collected = (...numbers: number[]) =>
  filled(
    join(folder(), 'collected.vestigo'),
    numbers.map((n) => readEvent(n)),
  );

test('a bundle states all bundles its session came from, and through whom', async () => {
  const first = await anna(await collected(1, 2));
  expect(first.stated).toEqual({ isWhole: true, origins: [] });
  const { store: second } = await unseal(first.path);
  await second.setNote(0, 'Борис смотрел');
  const then = await boris(second);
  const fromAnna = { ...first.told, through: null };
  expect(then.stated).toEqual({ isWhole: true, origins: [fromAnna] });

  const { store: third } = await unseal(then.path);
  expect(await third.origins()).toMatchObject([{ signer: { name: 'Борис' }, stated: then.stated }]);
  // Whatever is chosen of the session.
  const last = await vera(third, {
    selection: { ...everything, query: 'has:note' },
    masked: true,
    notes: false,
  });
  const origins = [
    { ...then.told, through: null },
    { ...first.told, through: then.sha256 },
  ];
  const stated = { isWhole: true, origins };
  expect(last.stated).toEqual(stated);
  expect(origins.map((origin) => throughWhom(stated, origin))).toEqual([null, 'Борис']);
  const { store: fourth } = await unseal(last.path);
  expect((await anna(fourth)).stated?.origins.map(({ through }) => through)).toEqual([
    null,
    last.sha256,
    then.sha256,
  ]);
});

test('what came on several ways is stated once, where it is nearest', async () => {
  const first = await anna(await collected(1));
  const other = await boris(await collected(2));
  const { store: both } = await unseal(first.path);
  await unseal(other.path, both);
  const merged = await vera(both);
  const { store } = await unseal(first.path);
  await unseal(merged.path, store);
  await unseal(merged.path, store);
  expect((await boris(store)).stated).toEqual({
    isWhole: true,
    origins: [
      { ...first.told, through: null },
      { ...merged.told, through: null },
      { ...other.told, through: merged.sha256 },
    ],
  });
});

test('a bundle that does not say leaves what comes after it incomplete', async () => {
  const { store } = await unseal('tests/fixtures/bundles/harmless.vestigo.zip');
  expect(await store.origins()).toMatchObject([{ stated: null }]);
  const { stated, path } = await anna(store);
  expect(stated).toMatchObject({ isWhole: false, origins: [{ signer: { name: 'Stranger' } }] });
  const { store: next } = await unseal(path);
  expect((await boris(next)).stated).toMatchObject({ isWhole: false });
});

/** Bundles that state something, as if they had been opened. */
async function having(...opened: Partial<OpenedBundle>[]): Promise<LocalSession> {
  const store = await collected(1);
  const { facts } = await verify((await anna(store)).path);
  const { sealedAt, contents, session } = facts;
  const bundle = { bundle: 'b', sha256: hash(0), sealedAt, openedAt: sealedAt, contents };
  const signer = { name: 'Чужой', fingerprint: hash(0) };
  for (const one of opened) {
    store.incoming().finish(session, { ...bundle, signer, stated: null, ...one });
  }
  return store;
}

const hash = (number: number) => number.toString(16).padStart(64, '0');
const statement = (number: number, name = 'Чужой'): StatedOrigin => ({
  sha256: hash(number),
  sealedAt: '2026-11-20T16:20:00.000Z',
  signer: { name, fingerprint: hash(number) },
  through: null,
});
const stating = (...origins: StatedOrigin[]) => ({ isWhole: true, origins });

test('who says otherwise of the same bundle is heard as well', async () => {
  const store = await having(
    { sha256: hash(1), stated: stating(statement(7, 'Анна')) },
    { sha256: hash(2), stated: stating(statement(7, 'Не Анна'), statement(7, 'Анна')) },
  );
  const { stated } = await boris(store);
  expect(stated?.origins.slice(2)).toEqual([
    { ...statement(7, 'Анна'), through: hash(1) },
    { ...statement(7, 'Не Анна'), through: hash(2) },
  ]);
});

test('the longest lists leave room for each other, and what is cut is told', async () => {
  const most = mostStated.origins;
  const flood = range(1000, 1000 + most).map((n) => statement(n));
  const store = await having(
    { sha256: hash(1), stated: stating(...flood) },
    { sha256: hash(2), stated: stating(statement(7), statement(8)) },
    { sha256: hash(3), stated: stating() },
  );
  const { stated } = await boris(store);
  expect(stated?.isWhole).toBe(false);
  expect(stated?.origins).toHaveLength(most);
  const nearest = [1, 2, 3, 1000, 7, 1001, 8, 1002].map(hash);
  expect(stated?.origins.slice(0, 8).map(({ sha256 }) => sha256)).toEqual(nearest);
});

test('a name without end is cut; who could not say when is left out, and that is told', async () => {
  const name = `${'x'.repeat(mostStated.name - 1)}😀`;
  const store = await having({ signer: { name, fingerprint: hash(5) } }, { sealedAt: 'once' });
  const { stated } = await boris(store);
  const cut = `${'x'.repeat(mostStated.name - 1)}\ufffd`;
  expect(stated).toMatchObject({ isWhole: false, origins: [{ signer: { name: cut } }] });
});

test('no byte of what is stated can be changed unnoticed, nor the whole of it', async () => {
  const { path } = await boris((await unseal((await anna(await collected(1))).path)).store);
  const entries = entriesOf(readFileSync(path));
  const info = entries.find(({ name }) => name === names.info)?.bytes ?? Buffer.alloc(0);
  const from = info.indexOf('Vestigo-Origins-Complete');
  const changes = range(from, info.length).map((at) => {
    const changed = Buffer.from(info);
    changed[at] = (info[at] ?? 0) ^ 1;
    return changed;
  });
  expect(changes.length).toBeGreaterThan(250);
  for (const bytes of [...changes, info.subarray(0, from)]) {
    // The container fits what is in it; the manifests are as they were.
    const made = zipped(entries.map((one) => (one.name === names.info ? { ...one, bytes } : one)));
    const params = { reason: 'checksum', name: names.info };
    expect(await faultOf(made)).toMatchObject({ kind: 'bundle.changed', params });
  }
});
