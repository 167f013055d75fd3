import assert from 'node:assert/strict';
import { openSession, type LocalSession } from '../../../src/main/store/open-session.ts';
import type { SessionKey } from '../../../src/main/store/session-store.ts';
import type {
  Collection,
  EventRecord,
  LedgerWindow,
  SessionInfo,
} from '../../../src/shared/session.ts';

export const never = new AbortController().signal;

export interface Inspected {
  info: SessionInfo;
  events: EventRecord[];
}

/** Opens a session, holds it against everything that must hold whatever happened, and closes it. */
export async function inspectFile(path: string, key: SessionKey): Promise<Inspected> {
  const store = await openSession({ path, key, version: 'test' });
  try {
    return await inspect(store);
  } finally {
    await store.close();
  }
}

/** Throws an `AssertionError` that says what does not hold. */
async function inspect(store: LocalSession): Promise<Inspected> {
  await store.verify(never);
  const info = await store.info();
  const events: EventRecord[] = [];
  const total = Object.values(info.events).reduce((sum, count) => sum + count, 0);
  for (let row = 0; row < total; row += 1) events.push(await store.event(row));

  const different = new Set(events.map(({ event, raw }) => `${event.source} ${raw}`));
  assert.equal(different.size, events.length, 'an event is there twice');
  const added = info.collections
    .filter(({ purpose }) => purpose === 'events')
    .flatMap((one) => one.windows)
    .reduce((sum, { counts }) => sum + counts.newEvents, 0);
  assert.equal(added, events.length, 'the ledger counts other events than there are');
  for (const collection of info.collections) {
    for (const window of collection.windows) checkCounts(window, collection);
    checkStatus(collection);
    if (collection.purpose === 'events' && collection.origin === 'service') checkCover(collection);
  }
  for (const { event, collectionId } of events) {
    const { from, to } = collectionOf(info, collectionId);
    const time = Date.parse(event.time) * 1000;
    assert.ok(time >= (from ?? 0) - 999 && time <= (to ?? Infinity), 'an event lies outside');
  }
  return { info, events };
}

function checkCounts({ counts }: LedgerWindow, { windows }: Collection): void {
  const { received, newEvents, duplicates, outOfWindow, quarantined, conflicts, late } = counts;
  assert.ok(received >= newEvents + duplicates + outOfWindow + quarantined, 'received too few');
  // What cannot be read counts once a collection, however often it comes.
  if (windows.every((window) => window.counts.quarantined === 0)) {
    assert.equal(
      received,
      newEvents + duplicates + outOfWindow,
      'what was received is not counted',
    );
  }
  assert.ok(conflicts <= newEvents && late <= newEvents, 'more late or changed than new');
  assert.ok(counts.requests >= counts.pages + counts.retries, 'requests without a count');
}

function checkStatus({ purpose, status, windows, stop }: Collection): void {
  for (const window of windows) {
    const open = window.status === 'pending' || window.status === 'running';
    if (window.status === 'complete') {
      // A fetching of details ends at its last row.
      if (purpose === 'events') assert.equal(window.position, null, 'complete, and goes on');
    } else if (!open) assert.notEqual(window.reason, null, `${window.status} without a reason`);
  }
  const complete = windows.every((window) => window.status === 'complete');
  assert.equal(status === 'complete', complete, `${status}, and its windows say otherwise`);
  assert.notEqual(status, 'running', 'nobody runs it');
  if (complete) assert.equal(stop, null, 'stopped, and complete');
}

function checkCover({ from, to, windows }: Collection): void {
  const sorted = windows.toSorted((a, b) => a.from - b.from);
  assert.equal(sorted[0]?.from, from, 'the windows begin elsewhere');
  assert.equal(sorted.at(-1)?.to, to, 'the windows end elsewhere');
  for (const [at, window] of sorted.slice(1).entries()) {
    assert.equal(window.from, (sorted[at]?.to ?? 0) + 1, 'the windows do not touch');
  }
}

function collectionOf({ collections }: SessionInfo, id: number): Collection {
  const found = collections.find((one) => one.id === id);
  assert.ok(found, 'an event of no collection');
  return found;
}
