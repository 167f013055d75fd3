import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectors } from '../../../src/main/connectors/registry.ts';
import { importFile } from '../../../src/main/importing/import-file.ts';
import type { LocalSession } from '../../../src/main/store/open-session.ts';
import { toFailure } from '../../../src/shared/errors.ts';
import type { SourceKind } from '../../../src/shared/event.ts';
import type { Expected } from '../../support/importing/hostile.ts';
import { create, everything, folder, open, sessionPath } from '../../support/store/session.ts';

/** The corpus and what is to become of each, made by `tests/support/importing/hostile.ts`. */
const corpus = 'tests/fixtures/imports';
const expected = JSON.parse(readFileSync(join(corpus, 'expected.json'), 'utf8')) as Record<
  string,
  Expected
>;
const readers = { pachca: connectors.pachca.read, jayguard: connectors.jayguard.read };
const signal = new AbortController().signal;

function load(store: LocalSession, name: string, source: SourceKind = 'pachca') {
  return importFile(store, { path: join(corpus, `${name}.json`), source, readers }, { signal });
}

async function raws(store: LocalSession): Promise<string[]> {
  const found: string[] = [];
  const oldest = [{ field: 'time', descending: false }];
  for await (const batch of store.scan(everything, oldest, signal)) {
    found.push(...batch.map(({ raw }) => raw));
  }
  return found;
}

test.for(Object.entries(expected))('%s', async ([name, wanted]) => {
  const path = sessionPath();
  const store = await create(path);
  const done = await load(store, name, wanted.source).catch(toFailure);
  const reasons = (await store.quarantine(0, 1000)).map(({ reason }) => reason);
  if ('refusedAtLine' in wanted) {
    expect(done).toEqual({ kind: 'file.unreadable', params: { line: wanted.refusedAtLine } });
    expect((await store.info()).collections).toEqual([]);
    return;
  }
  const { source: _, quarantined, ...counts } = wanted;
  expect(done).toMatchObject({ ...counts, quarantined: quarantined.length });
  expect(reasons).toEqual(quarantined);
  // What was taken is in the file as it is in memory: it opens again and says the same.
  const before = await raws(store);
  await store.close();
  const again = await open(path);
  expect(await raws(again)).toEqual(before);
  await again.verify(signal);
});

test('what is dangerous only to whoever runs it is kept to the letter', async () => {
  const store = await create(sessionPath());
  const names = ['proto', 'scripts', 'bidi', 'control-escapes', 'lone-surrogates', 'same-keys'];
  for (const name of [...names, 'number-forms', 'own-script']) await load(store, name);
  const said = (await raws(store)).join('\n');
  for (const name of [...names, 'number-forms']) {
    const file = readFileSync(join(corpus, `${name}.json`), 'utf8');
    for (const line of file.trimEnd().split('\n')) expect(said).toContain(line);
  }

  const asked = async (query: string) => store.rows({ ...everything, query }, [], 0, 10);
  const [proto] = await asked('id:p1');
  expect(Object.getPrototypeOf(proto?.details)).toBe(Object.prototype);
  expect(Object.keys({})).toEqual([]);
  expect(await asked('id:12345678901234567890123')).toHaveLength(1);
  expect(await asked('event:hasOwnProperty actor:constructor id:__proto__')).toHaveLength(1);
  expect(await asked('tag:__proto__ tag:constructor tag:"<b>"')).toHaveLength(1);
  expect((await store.facet(everything, 'event', 50)).values).toContainEqual({
    value: 'hasOwnProperty',
    count: 1,
  });
});

test('more tags than anybody works with are refused before they are stored', async () => {
  const path = join(folder(), 'tags.json');
  const [, own = ''] = readFileSync(join(corpus, 'own-script.json'), 'utf8').split('\n');
  const line = (n: number) => own.replace('"<b>"', `"t${n}","u${n}"`);
  writeFileSync(path, Array.from({ length: 600 }, (_, n) => `${line(n)}\n`).join(''));
  const store = await create(sessionPath());
  const work = importFile(store, { path, source: 'pachca', readers }, { signal });
  await expect(work).rejects.toMatchObject({ failure: { kind: 'file.unreadable' } });
  expect(await store.tags()).toEqual([]);
});

test('what is no file, or changes while it is read, is told', async () => {
  const at = folder();
  const path = (name: string) => join(at, name);
  mkdirSync(path('folder'));
  symlinkSync('nowhere', path('dangling'));
  symlinkSync('loop', path('loop'));
  execFileSync('mkfifo', [path('pipe')]);
  const refused = async (name: string) => {
    const store = await create(sessionPath());
    const options = { path: name, source: 'pachca' as const, readers };
    const failure = await importFile(store, options, { signal }).catch(toFailure);
    return { failure, ledger: (await store.info()).collections };
  };
  const unreadable = { failure: { kind: 'file.unreadable', params: { line: 1 } }, ledger: [] };
  for (const name of [path('folder'), path('pipe'), '/dev/zero', '/dev/null']) {
    expect(await refused(name), name).toEqual(unreadable);
  }
  for (const name of ['dangling', 'loop', 'folder/none', 'x'.repeat(300)]) {
    expect(await refused(path(name)), name).toMatchObject({ failure: { kind: 'file.not-found' } });
  }
});

test('a file that is written to meanwhile is told of in the ledger, and read no further', async () => {
  const path = join(folder(), 'grows.json');
  const line = readFileSync(join(corpus, 'bidi.json'), 'utf8').split('\n')[0] ?? '';
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => `${line.replace('first', `e${from + at}`)}\n`);
  writeFileSync(path, lines(0, 6000).join(''));
  const store = await create(sessionPath());
  let grown = 0;
  const work = importFile(
    store,
    { path, source: 'pachca', readers },
    {
      signal,
      onProgress: () => appendFileSync(path, lines(6000 + grown, (grown += 1) + 6000).join('')),
    },
  );
  await expect(work).rejects.toMatchObject({ failure: { kind: 'file.changed' } });
  expect(grown).toBeGreaterThan(0);
  expect(await store.count(everything)).toBe(6000);
  expect((await store.info()).collections).toMatchObject([
    { status: 'partial', windows: [{ reason: { kind: 'file.changed' } }] },
  ]);
});
