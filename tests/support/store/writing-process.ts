/**
 * Writes pages into a session as fast as it can until it is killed: what the test of kills starts.
 * Tells after each commit how many pages there are. `merging`: puts the index in order after each.
 */
import { Answers } from '../../../src/main/store/answers.ts';
import { openFile } from '../../../src/main/store/file/database.ts';
import { SessionState } from '../../../src/main/store/state.ts';
import { Writer } from '../../../src/main/store/writer.ts';
import { firstWindow, key, page, range, readEvent, request } from './events.ts';

const [path = '', mode] = process.argv.slice(2);
const state = new SessionState(await openFile(path, key), '0.1.0', 'test');
const store = new Writer(state, new Answers(state));
const collection = await store.openCollection(request());
const windowId = firstWindow(collection);
for (let n = collection.windows[0]?.counts.pages ?? 0; ; n++) {
  const events = range(n * 50, n * 50 + 50).map((at) => readEvent(at));
  await store.commitPage(page(windowId, events, { position: String(n + 1) }));
  process.stdout.write(`${n + 1}\n`);
  if (mode === 'merging') state.merge(1);
}
