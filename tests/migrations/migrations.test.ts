import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openFile } from '../../src/main/store/file/database.ts';
import { Sqlite } from '../../src/main/store/file/sqlite.ts';
import { migrate, schemaVersion } from '../../src/main/store/migrations/migrations.ts';
import { everything, folder, key, open } from '../support/store/session.ts';
import {
  goldenActors,
  goldenConflict,
  goldenEvents,
  goldenFinding,
  goldenNotice,
  goldenReveal,
  goldenSearch,
} from '../support/store/golden.ts';

const fixtures = fileURLToPath(new URL('../fixtures/sessions', import.meta.url));

test('every step runs once, in order, and again does nothing', () => {
  const db = new Sqlite(':memory:');
  migrate(db);
  expect(db.pragma('user_version', { simple: true })).toBe(schemaVersion);
  const tables = () =>
    db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).pluck().all();
  const made = tables();
  migrate(db);
  expect(tables()).toEqual(made);
  db.close();
});

test('a step that fails leaves the version before it', () => {
  const db = new Sqlite(':memory:');
  db.exec('CREATE TABLE mark (x)');
  expect(() => migrate(db)).toThrow('mark');
  expect(db.pragma('user_version', { simple: true })).toBe(0);
  expect(db.prepare(`SELECT count(*) FROM sqlite_schema`).pluck().get()).toBe(1);
  db.close();
});

/** What the first schema kept reads as what it can say in today's words. */
const asCollectedFirst = {
  events: { pachca: 3, jayguard: 2 },
  flags: { late: 0, gone: 0, changed: 2, own: 0 },
  collections: [
    {
      purpose: 'events',
      status: 'complete',
      owner: null,
      clockOffsetMs: null,
      refresh: false,
      stop: null,
      windows: [{ first: null, last: null, counts: { late: 0, vanished: 0, interruptions: 0 } }],
    },
    { status: 'partial', stop: null },
  ],
};

const asProven = {
  events: { pachca: 4, jayguard: 2 },
  flags: { late: 1, gone: 1, changed: 2, own: 0 },
  collections: [
    {
      status: 'complete',
      owner: { id: '1', name: 'Анна', email: null },
      windows: [{ first: { id: 'e1' }, last: { id: 'e2' }, counts: { pages: 1 } }],
    },
    { status: 'partial', stop: 'cancelled' },
    {
      purpose: 'details',
      status: 'partial',
      stop: 'interrupted',
      selection: everything,
      windows: [{ status: 'pending', position: '3', counts: { newEvents: 1, interruptions: 1 } }],
    },
    {
      status: 'complete',
      refresh: true,
      clockOffsetMs: -7_200_000,
      windows: [{ counts: { duplicates: 1, late: 1, vanished: 1 } }],
    },
  ],
};

/** Sessions as earlier versions wrote them, made by `tests/support/store/golden.ts`. */
for (const version of Array.from({ length: schemaVersion }, (_, index) => index + 1)) {
  test(`a session of schema ${version} opens with everything in it`, async () => {
    const path = join(folder(), 'golden.vestigo');
    copyFileSync(join(fixtures, `v${version}.vestigo`), path);
    const store = await open(path);
    const info = await store.info();
    expect(info).toMatchObject({
      name: 'Образец',
      schemaVersion,
      conflicts: 1,
      quarantined: 1,
      details: { fetched: 1, of: 2 },
    });
    expect(info).toMatchObject(version === 1 ? asCollectedFirst : asProven);
    for (const [row, { raw }] of goldenEvents.entries()) {
      expect((await store.event(row)).raw).toBe(raw);
    }
    expect((await store.event(0)).event).toMatchObject({ tags: ['важно'], note: 'проверить' });
    const marked = (await store.markHistory(0, 10)).filter(({ state }) => state === 'done');
    expect(new Set(marked.map(({ kind, tag, events }) => `${kind} ${tag} ${events}`))).toEqual(
      new Set(['note null 1', 'tag важно 1']),
    );
    expect(await store.redoMarks()).toEqual(
      version < 3 ? null : [expect.objectContaining({ tag: '★', events: 2, state: 'done' })],
    );
    const { saved, recent } = await store.searches();
    expect(saved).toEqual(version < 5 ? [] : [{ ...goldenSearch, id: 1 }]);
    expect(recent.map(({ query }) => query)).toEqual(version < 5 ? [] : ['посылка']);
    const { persons } = await store.people();
    expect(persons).toMatchObject(version < 6 ? [] : [{ name: 'Анна', links: [goldenActors[0]] }]);
    expect(await store.count({ ...everything, query: 'person:анна' })).toBe(version < 6 ? 0 : 1);
    expect(await store.reveals()).toMatchObject(version < 7 ? [] : [goldenReveal]);
    expect(await store.triage()).toMatchObject(
      version < 8
        ? []
        : [{ finding: goldenFinding, history: [{ state: 'seen' }, { reason: 'звонок' }] }],
    );
    expect(await store.notices()).toMatchObject(
      version < 8 ? [] : [{ ...goldenNotice, state: 'sent', messageId: '7' }],
    );
    const origins = await store.origins();
    const stated = { isWhole: true, origins: [{ signer: { name: 'Анна' }, through: null }] };
    const origin = { signer: { name: 'Игорь' }, events: 5, stated: version < 11 ? null : stated };
    expect(origins).toMatchObject(version < 10 ? [] : [origin]);
    const conflicts = await Promise.all(origins.map(({ id }) => store.conflicts(id, 0, 10)));
    expect(conflicts).toMatchObject(version < 10 ? [] : [[goldenConflict]]);
    expect((await store.event(1)).event.actorName).toBe('Анна');
    expect((await store.event(0)).otherVersions).toEqual([2]);
    expect((await store.event(3)).rawDetails).toContain('4510 123456');
    expect(await store.count({ ...everything, query: 'source:pachca посылка' })).toBe(
      info.events.pachca,
    );
    await store.verify(new AbortController().signal);
    await store.close();
    const file = await openFile(path, key);
    expect(file.db.pragma('user_version', { simple: true })).toBe(schemaVersion);
    file.close();
  });
}
