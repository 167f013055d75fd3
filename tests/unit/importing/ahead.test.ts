import { hash } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectors } from '../../../src/main/connectors/registry.ts';
import { readingAhead } from '../../../src/main/importing/ahead.ts';
import { readBatches } from '../../../src/main/importing/batches.ts';
import { importFile } from '../../../src/main/importing/import-file.ts';
import { unpackImport } from '../../../src/main/store/import-packet.ts';
import { tablesOf } from '../../support/bundle/bundles.ts';
import { create, everything, folder, range, sessionPath } from '../../support/store/session.ts';

const readers = { pachca: connectors.pachca.read, jayguard: connectors.jayguard.read };
const signal = new AbortController().signal;
const inThread = readingAhead(unpackImport);

const vendor = (n: number, text = 'Посылка') =>
  `{"id":"e${n}","created_at":"2026-03-01T10:00:00.${String(n % 1000).padStart(3, '0')}Z",` +
  `"event_key":"user_login","details":{"text":"${text} ${n}","x":1e400}}`;

/** What is written is the same to the byte, but for when. */
async function tables(path: string, read: typeof inThread) {
  const session = sessionPath();
  const store = await create(session);
  const done = await importFile(store, { path, source: 'pachca', readers }, { signal }, read);
  await store.close();
  const { meta: _, ...rest } = await tablesOf(session);
  const told = JSON.stringify(rest).replaceAll(/2\d{3}-\d\d-\d\dT[^"]*Z/g, '');
  return { done: { ...done, collections: [] }, told: hash('sha256', told) };
}

test('read and packed in a thread of its own a file gives the same session', async () => {
  const path = join(folder(), 'in.json');
  const own = `{"id":"x","source":"jayguard","time":"","actorName":null,"findings":[],"content":"да","tags":["t"],"note":"n","raw":{"eventId":1,"createdAt":"2026-03-01T10:00:00Z","action":"deny"}}`;
  const lines = [
    ...range(0, 4500).map((n) => vendor(n)),
    'no JSON',
    own,
    // Some of these are known, others have another content: what was packed has to be packed anew.
    ...range(4000, 5000).map((n) => vendor(n, n % 2 === 0 ? 'Посылка' : 'Другая')),
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  const [here, there] = [await tables(path, readBatches), await tables(path, inThread)];
  expect(there.done).toMatchObject({
    events: 5501,
    duplicates: 250,
    conflicts: 250,
    quarantined: 1,
  });
  expect(there).toEqual(here);
});

/** Several stretches: 9,000 events. */
function longFile(): string {
  const path = join(folder(), 'long.json');
  const lines = range(0, 9000).map((n) => `${vendor(n)}\n`);
  writeFileSync(path, lines.join(''));
  return path;
}

test('what goes wrong there is told here, and the ledger says how far it came', async () => {
  const path = longFile();
  const store = await create(sessionPath());
  const onProgress = () => appendFileSync(path, `${vendor(9999)}\n`);
  const file = { path, source: 'pachca' as const, readers };
  const work = importFile(store, file, { signal, onProgress }, inThread);
  await expect(work).rejects.toMatchObject({ failure: { kind: 'file.changed' } });
  expect(await store.count(everything)).toBeGreaterThanOrEqual(8000);
  expect((await store.info()).collections).toMatchObject([{ status: 'partial' }]);
});

test('it ends with whoever wanted it', async () => {
  const path = longFile();
  const store = await create(sessionPath());
  const controller = new AbortController();
  const file = { path, source: 'pachca' as const, readers };
  const watch = { signal: controller.signal, onProgress: () => controller.abort() };
  await expect(importFile(store, file, watch, inThread)).rejects.toMatchObject({
    failure: { kind: 'cancelled' },
  });
  expect(await store.count(everything)).toBe(2000);
});
