import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { ReadEvent } from '../../../src/shared/session.ts';
import {
  createSession,
  openSession,
  type LocalSession,
} from '../../../src/main/store/open-session.ts';
import type {
  CollectionRequest,
  PageCommit,
  SessionKey,
} from '../../../src/main/store/session-store.ts';
import { firstWindow, key, nothingSpent, page, request } from './events.ts';

export * from './events.ts';

/** A folder of the test's own, removed when it ends. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vestigo-store-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export function sessionPath(): string {
  return join(folder(), 'test.vestigo');
}

export async function create(path: string, by: SessionKey = key): Promise<LocalSession> {
  const store = await createSession({ path, key: by, name: 'Проверка', version: '0.1.0' });
  onTestFinished(() => store.close());
  return store;
}

export async function open(path: string, by: SessionKey = key): Promise<LocalSession> {
  const store = await openSession({ path, key: by, version: '0.1.0' });
  onTestFinished(() => store.close());
  return store;
}

/**
 * Collects all of a request in one page, to its end. Returns what the page came to and the window as
 * the ledger has it.
 */
export async function collect(
  store: LocalSession,
  events: ReadEvent[],
  over: Partial<CollectionRequest> = {},
  pageOver: Partial<PageCommit> = {},
) {
  const collection = await store.openCollection(request(over));
  const result = await store.commitPage(page(firstWindow(collection), events, pageOver));
  await store.finishWindow(firstWindow(collection), 'complete', null, nothingSpent);
  const { windows } = await store.finishCollection(collection.id, null, null);
  return { result, window: windows[0] ?? expect.fail() };
}

/** A session with one complete collection of these events. */
export async function filled(path: string, events: ReadEvent[], by = key): Promise<LocalSession> {
  const store = await create(path, by);
  const windowId = firstWindow(await store.openCollection(request()));
  await store.commitPage(page(windowId, events));
  await store.finishWindow(windowId, 'complete', null, nothingSpent);
  return store;
}
