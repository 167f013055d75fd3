import { spawn } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { bundleAt } from '../../../src/main/bundle/bundle-file.ts';
import { unsealBundle } from '../../../src/main/bundle/unseal.ts';
import type { LocalSession } from '../../../src/main/store/open-session.ts';
import {
  answer,
  detailsRequest,
  everything,
  firstWindow,
  guardEvent,
  nothingSpent,
  page,
  readEvent,
  request,
} from '../../support/store/events.ts';
import { create } from '../../support/store/session.ts';
import { folder, open, seal, tablesOf, unseal, verify } from '../../support/bundle/bundles.ts';

const signal = new AbortController().signal;
const asked = (query: string) => ({ ...everything, query });

/** Collects events into a session, as a service at this address gave them. */
async function collect(
  store: LocalSession,
  numbers: number[],
  over: Record<string, unknown> = {},
): Promise<void> {
  const windowId = firstWindow(await store.openCollection(request({ refresh: true })));
  const events = numbers.map((n) => readEvent(n, over));
  await store.commitPage(page(windowId, events, { receivedAt: new Date().toISOString() }));
  await store.finishWindow(windowId, 'complete', null, nothingSpent);
}

/** Jay Guard's events and what audit/details says of them, as two collections. */
async function collectDetails(store: LocalSession, ids: string[]): Promise<void> {
  const asked = request({ source: 'jayguard', refresh: true });
  const list = firstWindow(await store.openCollection(asked));
  await store.commitPage(
    page(
      list,
      ids.map((id) => guardEvent(id, Number(id))),
    ),
  );
  await store.finishWindow(list, 'complete', null, nothingSpent);
  const windowId = firstWindow(await store.openDetails(detailsRequest()));
  const items = ids.map((id) => ({
    id,
    content: `ответ ${id}`,
    findings: [{ method: 'm', value: `v${id}` }],
    raw: `{"eventId":${id}}`,
  }));
  await store.commitDetails(answer(windowId, items));
}

/** Two copies of one case that went separate ways. */
async function twoAnalysts(common: (store: LocalSession) => Promise<void>) {
  const [mine, theirs] = ['mine', 'theirs'].map((name) => join(folder(), `${name}.vestigo`));
  const before = await create(mine ?? '');
  await common(before);
  await before.close();
  copyFileSync(mine ?? '', theirs ?? '');
  return { mine: await open(mine ?? ''), theirs: await open(theirs ?? ''), path: mine ?? '' };
}

async function bring(theirs: LocalSession, mine: LocalSession) {
  const path = join(folder(), 'theirs.vestigo.zip');
  await seal(theirs, path);
  const { brought } = await unseal(path, mine);
  return { path, brought };
}

const row = async (store: LocalSession, id: string) => {
  const [found] = await store.rows(asked(`id:${id}`), [], 0, 1);
  if (!found) throw new Error(`no event ${id}`);
  return found;
};

test('events that both have are there once, new ones come with their proof', async () => {
  const { mine, theirs } = await twoAnalysts((store) => collect(store, [1, 2, 3]));
  await collect(mine, [4]);
  await collect(theirs, [2, 5, 6]);
  const { brought } = await bring(theirs, mine);
  expect(brought).toMatchObject({ newEvents: 2, duplicates: 3, conflicts: 0 });
  expect(await mine.count(everything)).toBe(6);
  expect((await mine.info()).collections).toHaveLength(3);
  expect(await mine.verify(signal)).toMatch(/^[\da-f]{64}$/);
  expect(await mine.origins()).toMatchObject([{ bundle: 'theirs.vestigo.zip', merged: brought }]);
});

test('what was merged opens again, details and masked copies of what is there included', async () => {
  const { mine, theirs, path } = await twoAnalysts((store) => collect(store, [1, 2]));
  await collect(mine, [3]);
  await collectDetails(theirs, ['10', '11']);
  await collectDetails(theirs, ['12']);
  await bring(theirs, mine);
  const masked = join(folder(), 'masked.vestigo.zip');
  await seal(theirs, masked, { masked: true });
  const { brought } = await unseal(masked, mine);
  expect(brought).toMatchObject({ newEvents: 0, conflicts: 0, duplicates: 5 });
  const wanted = await mine.facet(everything, 'finding', 10);
  expect(wanted.distinct).toBeGreaterThan(0);
  await mine.close();
  const again = await open(path);
  expect(await again.facet(everything, 'finding', 10)).toEqual(wanted);
  expect(await again.count(everything)).toBe(6);
  expect(await again.verify(signal)).toMatch(/^[\da-f]{64}$/);
});

test('bringing the same bundle again brings nothing', async () => {
  const { mine, theirs } = await twoAnalysts((store) => collect(store, [1]));
  await collect(theirs, [2]);
  await theirs.tagEvents({ rows: [0, 1] }, 'seen', true);
  const { path } = await bring(theirs, mine);
  const before = await mine.info();
  const history = await mine.markHistory(null, 100);
  const { brought } = await unseal(path, mine);
  expect(brought).toEqual({
    newEvents: 0,
    duplicates: 2,
    conflicts: 0,
    noteConflicts: 0,
    marks: 0,
  });
  expect(await mine.info()).toEqual(before);
  expect(await mine.markHistory(null, 100)).toEqual(history);
});

test('another content of an event is a conflict that both versions show', async () => {
  const { mine, theirs } = await twoAnalysts((store) => collect(store, [1]));
  await collect(mine, [2], { ip_address: '10.0.0.1' });
  await collect(theirs, [2], { ip_address: '10.9.9.9' });
  const { brought } = await bring(theirs, mine);
  expect(brought).toMatchObject({ newEvents: 1, conflicts: 1 });
  expect(await mine.count(asked('is:changed'))).toBe(2);
  const event = { id: 'e2', source: 'pachca' };
  const conflict = { kind: 'content', row: 2, other: 1, event };
  expect(await mine.conflicts(1, 0, 10)).toMatchObject([conflict]);
  expect(await mine.origins()).toMatchObject([{ id: 1, events: 2, marks: 0, merged: brought }]);
});

test('marks come with who made them; where both wrote a note, both stand', async () => {
  const { mine, theirs } = await twoAnalysts(async (store) => {
    await collect(store, [1, 2, 3]);
    await store.setNote(0, 'first');
    await store.setNote(1, 'first');
    await store.tagEvents({ rows: [0] }, 'common', true);
  });
  await mine.setNote(0, 'mine');
  await mine.setNote(2, 'only mine');
  await mine.tagEvents({ rows: [1] }, 'mine', true);
  await theirs.setNote(0, 'theirs');
  await theirs.setNote(1, 'theirs');
  await theirs.tagEvents({ rows: [1, 2] }, 'theirs', true);
  await theirs.tagEvents({ rows: [0] }, 'taken back', true);
  await theirs.undoMarks();
  const { brought } = await bring(theirs, mine);
  expect(brought).toMatchObject({ noteConflicts: 1, newEvents: 0 });
  expect(await row(mine, 'e1')).toMatchObject({ note: 'mine\ntheirs', tags: ['common'] });
  expect(await row(mine, 'e2')).toMatchObject({ note: 'theirs', tags: ['mine', 'theirs'] });
  expect(await row(mine, 'e3')).toMatchObject({ note: 'only mine', tags: ['theirs'] });
  // The same once more, from the file.
  const copy = join(folder(), 'again.vestigo.zip');
  await seal(mine, copy);
  const { store } = await unseal(copy);
  expect(await row(store, 'e1')).toMatchObject({ note: 'mine\ntheirs', tags: ['common'] });
});

test('notes that differ are listed with both texts and writers; taking away loses nothing', async () => {
  // All of it within one millisecond: what was done is told apart by its events, too.
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const { mine, theirs, path } = await twoAnalysts(async (store) => {
    await collect(store, [1, 2, 3, 4]);
    for (const row of [0, 1, 2, 3]) await store.setNote(row, 'first');
  });
  await mine.setNote(0, 'mine');
  await mine.setNote(1, 'mine');
  await mine.setNote(2, null);
  await mine.setNote(3, null);
  await theirs.setNote(0, 'theirs');
  await theirs.setNote(1, null);
  await theirs.setNote(2, 'theirs');
  const { brought } = await bring(theirs, mine);
  expect(brought).toMatchObject({ noteConflicts: 3 });
  const who = (await mine.markHistory(null, 1))[0]?.who;
  const note = { kind: 'note', mineBy: who, theirsBy: who };
  const wanted = [
    { ...note, row: 0, mine: 'mine', theirs: 'theirs', kept: 'mine\ntheirs' },
    { ...note, row: 1, mine: 'mine', theirs: null, kept: 'mine' },
    { ...note, row: 2, mine: null, theirs: 'theirs', kept: 'theirs' },
  ];
  expect(await mine.conflicts(1, 0, 10)).toMatchObject(wanted);
  expect(await mine.conflicts(1, 1, 1)).toMatchObject(wanted.slice(1, 2));
  await mine.close();
  const again = await open(path);
  const kept = await Promise.all(['e1', 'e2', 'e3', 'e4'].map((id) => row(again, id)));
  expect(kept.map(({ note }) => note)).toEqual(['mine\ntheirs', 'mine', 'theirs', null]);
  // Brought back to the other side, what was merged is no conflict any more.
  const back = join(folder(), 'back.vestigo.zip');
  await seal(again, back);
  expect((await unseal(back, theirs)).brought).toMatchObject({ noteConflicts: 0 });
  const told = await Promise.all(['e1', 'e2', 'e3', 'e4'].map((id) => row(theirs, id)));
  expect(told.map(({ note }) => note)).toEqual(kept.map(({ note }) => note));
});

test('a refused bundle leaves a session that holds something as it was', async () => {
  const { mine } = await twoAnalysts((store) => collect(store, [1]));
  const before = await mine.info();
  await expect(unseal('tests/fixtures/bundles/marks-beyond.vestigo.zip', mine)).rejects.toThrow();
  expect(await mine.info()).toEqual(before);
});

test('others who write meanwhile wait; what was given up leaves nothing of it, theirs stays', async () => {
  const { mine, theirs, path } = await twoAnalysts((store) => collect(store, [1, 2]));
  await collect(theirs, [3, 4]);
  await collectDetails(theirs, ['10']);
  const bundle = join(folder(), 'theirs.vestigo.zip');
  await seal(theirs, bundle);
  const before = await mine.info();
  const controller = new AbortController();
  const tagging: Promise<number>[] = [];
  let counted = 0;
  const onProgress = async () => {
    tagging.push(mine.tagEvents({ rows: [0] }, 'meanwhile', true));
    counted = await mine.count(everything);
    controller.abort();
  };
  const intact = await verify(bundle);
  const file = await bundleAt(bundle);
  const work = unsealBundle(
    mine,
    { file, intact },
    { signal: controller.signal, onProgress: () => void onProgress() },
  );
  await expect(work).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  expect(counted).toBeGreaterThan(2);
  expect(await Promise.all(tagging)).toEqual([1]);
  expect(await mine.count(everything)).toBe(2);
  expect(await mine.count(asked('tag:meanwhile'))).toBe(1);
  expect((await mine.info()).collections).toEqual(before.collections);
  expect(await mine.origins()).toEqual([]);
  await unseal(bundle, mine);
  expect(await mine.count(asked('has:findings'))).toBe(1);
  await mine.close();
  const again = await open(path);
  expect(await again.count(asked('tag:meanwhile'))).toBe(1);
  expect(await again.verify(signal)).toMatch(/^[\da-f]{64}$/);
});

const program = fileURLToPath(new URL('../../support/bundle/merging-process.ts', import.meta.url));

test('a process killed anywhere on the way has brought all or nothing', async () => {
  const { mine, theirs, path } = await twoAnalysts((store) => collect(store, [1, 2]));
  await collect(theirs, [2, 3]);
  await collectDetails(theirs, ['10', '11']);
  await theirs.tagEvents({ rows: [0] }, 'theirs', true);
  const bundle = join(folder(), 'theirs.vestigo.zip');
  await seal(theirs, bundle);
  await mine.close();
  const before = await tablesOf(path);
  const steps = ['details', 'finish', 'afterwards'];
  const killed = steps.map(async (step) => {
    const copy = join(folder(), `${step}.vestigo`);
    copyFileSync(path, copy);
    const child = spawn(process.execPath, [program, copy, bundle, step], { stdio: 'ignore' });
    const [, by]: unknown[] = await once(child, 'exit');
    expect(by).toBe('SIGKILL');
    return { step, copy };
  });
  for (const { step, copy } of await Promise.all(killed)) {
    const ended = step === 'afterwards';
    if (!ended) expect(await tablesOf(copy), step).toEqual(before);
    const store = await open(copy);
    if (!ended) await unseal(bundle, store);
    expect(await store.count(asked('has:findings')), step).toBe(2);
    expect(await store.count(asked('tag:theirs')), step).toBe(1);
    expect(await store.origins(), step).toHaveLength(1);
    await store.verify(signal);
  }
});
