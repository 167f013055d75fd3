import { rename, rm, stat } from 'node:fs/promises';
import { createSession } from '../../src/main/store/open-session.ts';
import { SyntheticEvents, vendorJson } from '../synthetic-events.ts';

/** It holds nothing but invented events. */
export const bundleKey = { key: new Uint8Array(32).fill(1) };
const pageSize = 50;
const nothing = { requests: 0, retries: 0, waitedMs: 0 };

/** A session whose events came in answers of 50, as Pachca gives them out; made once. */
export async function pagedSession(path: string, count: number): Promise<void> {
  if (await stat(path).catch(() => null)) return;
  console.error('Making the session …');
  const draft = `${path}.draft`;
  await rm(draft, { force: true });
  const store = await createSession({
    path: draft,
    key: bundleKey,
    name: 'bench',
    version: 'bench',
  });
  const { windows } = await store.openImport('pachca', 'bench');
  const windowId = windows[0]?.id ?? 0;
  const synthetic = new SyntheticEvents(1);
  for (let made = 0; made < count; made += pageSize) {
    const events = synthetic
      .page(Math.min(pageSize, count - made))
      .map((event) => ({ event, raw: vendorJson(event), rawDetails: null, marks: null }));
    const body = `{"data":[${events.map(({ raw }) => raw).join(',')}]}`;
    await store.commitImport({ windowId, body, events, quarantined: [] });
  }
  await store.finishWindow(windowId, 'complete', null, nothing);
  await store.close();
  await rename(draft, path);
}
