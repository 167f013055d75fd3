import { expect, test } from 'vitest';
import { openFile } from '../../../src/main/store/file/database.ts';
import { proofOf } from '../../../src/main/store/proof.ts';
import { SessionState } from '../../../src/main/store/state.ts';
import {
  create,
  firstWindow,
  key,
  page,
  readEvent,
  request,
  sessionPath,
} from '../../support/store/session.ts';

const signal = new AbortController().signal;

/** A session of four answers in two collections, and what `change` does to its file. */
async function proofAfter(change: string | null) {
  const path = sessionPath();
  const store = await create(path);
  const addresses = ['https://a.test', 'https://b.test'];
  const ids: number[] = [];
  for (const address of addresses) {
    const collection = await store.openCollection(request({ address }));
    ids.push(collection.id);
    for (const n of [1, 2]) {
      const windowId = firstWindow(collection);
      await store.commitPage(
        page(windowId, [readEvent(10 * ids.length + n)], { position: `${n}` }),
      );
    }
  }
  const head = await store.verify(signal);
  await store.close();
  const file = await openFile(path, key);
  try {
    if (change) file.db.exec(change);
    return { ids, head, proof: await proofOf(new SessionState(file, 'test', 'test'), signal) };
  } finally {
    file.close();
  }
}

test('every answer is held against its hash, and the chain is told for each collection', async () => {
  const { ids, head, proof } = await proofAfter(null);
  expect(proof).toMatchObject({ bodies: 4, absent: 0, changed: null, head });
  expect(proof.collections.map(({ id, bodies }) => ({ id, bodies }))).toEqual(
    ids.map((id) => ({ id, bodies: 2 })),
  );
  expect(proof.collections[1]?.head).toBe(head);
  expect(proof.collections[0]?.head).not.toBe(head);
});

test.each([
  ['a hash', 'UPDATE answer SET sha256 = zeroblob(32) WHERE id = 3', 3],
  ['a link of the chain', 'UPDATE answer SET chain = zeroblob(32) WHERE id = 2', 2],
  [
    'an answer in another’s place',
    'UPDATE chunk SET (mapped, raw) = (SELECT mapped, raw FROM chunk WHERE answer_id = 1) WHERE answer_id = 4',
    4,
  ],
  ['an answer taken out', 'PRAGMA foreign_keys = OFF; DELETE FROM answer WHERE id = 2', 2],
] as const)('%s that was changed is found', async (_what, change, changed) => {
  expect((await proofAfter(change)).proof.changed).toBe(changed);
});

test('an answer without its body is counted, not called changed', async () => {
  const { proof } = await proofAfter("UPDATE answer SET body = x'' WHERE id = 2");
  expect(proof).toMatchObject({ bodies: 4, absent: 1, changed: null });
});
