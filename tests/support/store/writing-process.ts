/**
 * Writes pages into a session as fast as it can until it is killed: what the test of kills starts.
 * Tells after each commit how many pages there are.
 */
import { openSession } from '../../../src/main/store/open-session.ts';
import { firstWindow, key, page, range, readEvent, request } from './events.ts';

const [path = ''] = process.argv.slice(2);
const store = await openSession({ path, key, version: '0.1.0' });
const collection = await store.openCollection(request());
const windowId = firstWindow(collection);
for (let n = collection.windows[0]?.counts.pages ?? 0; ; n++) {
  const events = range(n * 50, n * 50 + 50).map((at) => readEvent(at));
  await store.commitPage(page(windowId, events, { position: String(n + 1) }));
  process.stdout.write(`${n + 1}\n`);
}
