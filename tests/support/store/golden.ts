/**
 * Makes the session that migrations are tested with, once for each version of the schema:
 *
 *   node tests/support/store/golden.ts tests/fixtures/sessions/vN.vestigo
 *
 * A file of a version that was released is never made again.
 */
import { copyFileSync, rmSync } from 'node:fs';
import { openFile } from '../../../src/main/store/file/database.ts';
import { bundleAt } from '../../../src/main/bundle/bundle-file.ts';
import { sealSession } from '../../../src/main/bundle/seal.ts';
import { newSigningKeyText, readSigningKey } from '../../../src/main/bundle/signature.ts';
import { unsealBundle } from '../../../src/main/bundle/unseal.ts';
import { verifyBundle } from '../../../src/main/bundle/verify.ts';
import {
  createSession,
  openSession,
  type CreateOptions,
  type LocalSession,
} from '../../../src/main/store/open-session.ts';
import { SessionState } from '../../../src/main/store/state.ts';
import type { NoticeDraft } from '../../../src/shared/notices.ts';
import type { Finding } from '../../../src/shared/rules.ts';
import {
  answer,
  detailsRequest,
  firstWindow,
  guardEvent,
  key,
  nothingSpent,
  page,
  readEvent,
  request,
} from './events.ts';

export const goldenEvents = [
  readEvent(1),
  readEvent(2),
  readEvent(1, { ip_address: '10.9.9.9' }),
  guardEvent('9007199254740993', 4),
  guardEvent('5', 5),
];

export const goldenConflict = { row: 1, mine: 'наша', theirs: 'их', kept: 'наша\nих' };

export const goldenSearch = { name: 'Посылки', query: 'посылка', period: { from: 1, to: 2 } };

export const goldenActors = [
  { source: 'pachca', actor: '2' },
  { source: 'jayguard', actor: '4' },
] as const;

export const goldenReveal = {
  action: 'show',
  row: 0,
  field: 'text',
  events: null,
  target: null,
  reason: 'проверка',
} as const;

export const goldenFinding = {
  key: 'second-factor actor=2 e1',
  rule: 'second-factor',
  title: 'Второй фактор',
  severity: 'high',
  from: 1,
  to: 2,
  events: 2,
  rows: [0, 1],
  group: { actor: '2' },
  reason: null,
  query: 'actor:2',
} as const satisfies Finding;

export const goldenNotice = {
  finding: goldenFinding.key,
  address: 'https://pachca.example/api/shared/v1',
  to: { kind: 'user', id: '98700', name: 'Анна', about: null },
  text: 'Проверьте вход',
} as const satisfies NoticeDraft;

/** Of the refresh: the second event is no longer there, another one came late. */
const lateEvent = readEvent(3);

async function make(path: string): Promise<void> {
  const options = { path, key, name: 'Образец', version: '0.1.0' };
  let store = await createSession(options);
  const owner = { id: '1', name: 'Анна', email: null };
  const pachca = await store.openCollection(request({ owner }));
  const quarantined = [{ raw: '{"id":7}', reason: 'created_at' }];
  await store.commitPage(page(firstWindow(pachca), goldenEvents.slice(0, 3), { quarantined }));
  await store.finishWindow(firstWindow(pachca), 'complete', null, nothingSpent);
  await store.finishCollection(pachca.id, null, null);
  const guard = await store.openCollection(request({ source: 'jayguard' }));
  await store.commitPage(page(firstWindow(guard), goldenEvents.slice(3), { position: '2' }));
  await store.finishCollection(guard.id, { kind: 'cancelled', params: {} }, 'cancelled');
  await store.close();
  await bringCopy(options);
  store = await openSession(options);
  const details = firstWindow(await store.openDetails(detailsRequest()));
  const raw = '{"eventId":9007199254740993,"content":"ответ","details":["4510 123456"]}';
  const findings = [{ method: 'passport', value: '4510 123456' }];
  const items = [{ id: '9007199254740993', content: 'ответ', findings, raw }];
  await store.commitDetails(answer(details, items, { position: '3' }));
  await store.close();
  await merge(path);
  store = await openSession(options);
  const refresh = await store.openCollection(request({ refresh: true, owner }));
  const [first] = goldenEvents;
  await store.commitPage(
    page(firstWindow(refresh), first ? [first, lateEvent] : [], { clockOffsetMs: -7_200_000 }),
  );
  await store.finishWindow(firstWindow(refresh), 'complete', null, nothingSpent);
  await store.finishCollection(refresh.id, null, null);
  await store.setNames('pachca', { 2: 'Анна' });
  await store.setMarks([0], { tags: ['важно'], note: 'проверить' });
  await store.saveTag({ name: 'важно', colour: 3, key: 1 });
  await store.tagEvents({ rows: [0, 1] }, '★', true);
  await store.undoMarks();
  await store.rememberQuery('посылка');
  await store.saveSearch(null, goldenSearch);
  const [anna, other] = goldenActors;
  await store.changePeople({ kind: 'link', name: 'Анна', actors: [anna, other] });
  await store.changePeople({ kind: 'unlink', actor: other });
  await store.recordReveal(goldenReveal);
  const finding = { ...goldenFinding, rows: [0, 1] };
  await store.judge({ finding, state: 'seen', reason: null });
  await store.judge({ finding, state: 'confirmed', reason: 'звонок' });
  const notice = await store.beginNotice(goldenNotice);
  await store.endNotice(notice, { state: 'sent', failure: null, messageId: '7' });
  await store.close();
}

/** A bundle of a copy, into which one of the first was brought, comes back with another note. */
async function bringCopy(options: CreateOptions): Promise<void> {
  const { path } = options;
  const copy = `${path}.copy`;
  const bundle = `${path}.zip`;
  copyFileSync(path, copy);
  const mine = await openSession(options);
  const theirs = await openSession({ ...options, path: copy });
  await bring(mine, 'Анна', theirs, bundle);
  await theirs.setNote(1, goldenConflict.theirs);
  await mine.setNote(1, goldenConflict.mine);
  await bring(theirs, 'Игорь', mine, bundle);
  await theirs.close();
  await mine.close();
  for (const made of [copy, bundle]) rmSync(made);
}

async function bring(from: LocalSession, name: string, to: LocalSession, bundle: string) {
  const privateKey = readSigningKey(newSigningKeyText());
  if (!privateKey) throw new Error('a new key can be read');
  const choice = { selection: null, masked: false, notes: true };
  const how = { path: bundle, choice, encryptTo: null, overwrite: true, program: '0.1.0' };
  const watch = { signal: new AbortController().signal };
  await sealSession(from, { ...how, key: { privateKey, name } }, watch);
  const file = await bundleAt(bundle);
  const intact = await verifyBundle(file, { identities: [], passphrases: [] }, watch);
  await unsealBundle(to, { file, intact }, watch);
}

/** As a long collection leaves it: the index in pieces, which small sessions have no need of. */
async function merge(path: string): Promise<void> {
  const file = await openFile(path, key);
  new SessionState(file, '0.1.0', 'golden').merge(1);
  file.close();
}

if (import.meta.main) {
  const path = process.argv[2] ?? '';
  await make(path);
  await merge(path);
}
