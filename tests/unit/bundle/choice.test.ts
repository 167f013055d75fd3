import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundleAt } from '../../../src/main/bundle/bundle-file.ts';
import { partOf } from '../../../src/main/bundle/names.ts';
import { readBundle } from '../../../src/main/bundle/verify.ts';
import { everything } from '../../support/store/events.ts';
import {
  folder,
  goldenSession,
  noKeys,
  open,
  seal,
  unseal,
  verify,
} from '../../support/bundle/bundles.ts';

const signal = new AbortController().signal;
const bundlePath = () => join(folder(), 'case.vestigo.zip');

/** All that can be read in a bundle. */
async function textOf(path: string): Promise<string> {
  let text = '';
  for await (const { name, bytes } of readBundle(await bundleAt(path), noKeys, { onRead() {} })) {
    text += (partOf(name) ? gunzipSync(bytes) : bytes).toString();
  }
  return text;
}

test('only what matches goes in, with its marks, and what the ledger says of all', async () => {
  const path = bundlePath();
  const original = await open(goldenSession());
  const selection = { ...everything, query: 'source:jayguard' };
  await seal(original, path, { selection });
  const { facts } = await verify(path);
  expect(facts.contents).toMatchObject({ selection, responses: false });
  const { store } = await unseal(path);
  const [info, before] = [await store.info(), await original.info()];
  expect(info.events).toEqual({ pachca: 0, jayguard: before.events.jayguard });
  expect(info.coverage).toEqual(before.coverage);
  // The chain of hashes is whole, although the bodies are not there.
  expect(await store.verify(signal)).toBe(await original.verify(signal));
  expect(await store.quarantine(0, 10)).toEqual([]);
  expect(await store.count({ ...everything, query: 'has:findings' })).toBe(1);
});

test('marks and flags stay with their events when others are left out', async () => {
  const path = bundlePath();
  const original = await open(goldenSession());
  const selection = { ...everything, query: 'NOT has:note' };
  await original.tagEvents({ rows: [3, 4] }, 'later', true);
  await seal(original, path, { selection });
  const { store } = await unseal(path);
  for (const query of ['tag:later', 'is:late', 'is:gone', 'is:changed', 'has:note']) {
    const ids = async (of: typeof store, among: string) =>
      (await of.rows({ ...everything, query: `${query} ${among}` }, [], 0, 10)).map(({ id }) => id);
    expect(await ids(store, ''), query).toEqual(await ids(original, 'NOT has:note'));
  }
});

test('without notes there is no word of them', async () => {
  const path = bundlePath();
  const original = await open(goldenSession());
  await original.setNote(1, 'слово заметки');
  await seal(original, path, { notes: false });
  expect(await textOf(path)).not.toContain('слово заметки');
  const { store } = await unseal(path);
  expect(await store.count({ ...everything, query: 'has:note' })).toBe(0);
  expect(await store.count({ ...everything, query: 'has:tags' })).toBe(
    await original.count({ ...everything, query: 'has:tags' }),
  );
});

test('masked, nothing personal is in any file of it, and pseudonyms are those of the session', async () => {
  const path = bundlePath();
  const original = await open(goldenSession());
  const personal = ['4510 123456', 'ответ'];
  const whole = bundlePath();
  await seal(original, whole);
  const all = await textOf(whole);
  for (const value of personal) expect(all).toContain(value);

  await seal(original, path, { masked: true });
  const text = await textOf(path);
  for (const value of personal) expect(text).not.toContain(value);
  expect(text).toContain(original.masker()('4510 123456'));
  expect(text).not.toContain(JSON.stringify(await secretOf(whole)).slice(1, -1));
  const { store } = await unseal(path);
  expect(await store.count(everything)).toBe(await original.count(everything));
});

async function secretOf(path: string): Promise<string | null> {
  return (await verify(path)).facts.session.pseudonyms;
}

test('the file is a ZIP file for others, too', async () => {
  const path = bundlePath();
  await seal(await open(goldenSession()), path);
  const { default: yauzl } = await import('yauzl');
  const listed = await new Promise<string[]>((resolve, reject) => {
    yauzl.fromBuffer(readFileSync(path), (error, zip) => {
      if (error) return reject(error);
      const names: string[] = [];
      zip.on('entry', ({ fileName }: { fileName: string }) => names.push(fileName));
      zip.on('end', () => resolve(names));
      return undefined;
    });
  });
  expect(listed).toContain('vestigo-bundle/signature.dsse.json');
  expect(listed).toContain('vestigo-bundle/data/events-000001.ndjson.gz');
});
