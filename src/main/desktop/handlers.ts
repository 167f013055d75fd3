import { app, clipboard, ipcMain, shell, type WebContents } from 'electron';
import { mostClipboard, type ChannelOutput, type KeychainState } from '../../shared/contract.ts';
import { Failed } from '../../shared/errors.ts';
import type { Selection } from '../../shared/session.ts';
import type { Dialogs } from './dialogs.ts';
import { answerRequests, type Complain, type Handlers } from './ipc.ts';
import { isStandIn } from './menu.ts';
import { askKeychain } from './services/ask-keychain.ts';
import type { Bundles } from './services/bundles.ts';
import type { Jobs } from './services/jobs/jobs.ts';
import type { Updating } from './services/jobs/updating.ts';
import type { keepNotices } from './services/notices.ts';
import type { keepRules } from './services/rules.ts';
import type { keepSample } from './services/sample.ts';
import type { Lock } from './services/lock.ts';
import type { Privacy } from './services/privacy.ts';
import type { Recents } from './services/recents.ts';
import type { Searches } from './services/searches.ts';
import type { Sessions } from './services/sessions.ts';
import type { Sources } from './services/sources.ts';
import type { Transfers } from './services/transfers.ts';
import type { Preferences } from './preferences.ts';
import { systemLanguage, systemZone } from './system.ts';

export interface Desk {
  settings: Preferences;
  probeKeychain: () => Promise<KeychainState>;
  dialogs: Pick<Dialogs, 'newSession' | 'session'>;
  sources: Sources;
  recents: Recents;
  sessions: Sessions;
  jobs: Jobs;
  updating: Updating;
  /** Whether a source answers, and what it says of its token. */
  testSource: (id: string) => Promise<ChannelOutput<'sources.test'>>;
  transfers: Transfers;
  bundles: Bundles;
  searches: Searches;
  sample: ReturnType<typeof keepSample>;
  lock: Lock;
  privacy: Privacy;
  notices: ReturnType<typeof keepNotices>;
  rules: ReturnType<typeof keepRules>;
}

/** Begins to answer the window. */
export function answerWindow(
  desk: Desk,
  isWindow: (contents: WebContents) => boolean,
  complain: Complain,
): void {
  answerRequests(ipcMain, isWindow, answersOf(desk), complain, desk.lock.isLocked);
}

/** Every channel of the contract and who answers it. */
function answersOf(desk: Desk): Handlers {
  const { settings, dialogs, sources, recents, sessions, jobs, transfers, sample, searches } = desk;
  const { lock, privacy, bundles } = desk;
  const store = () => sessions.held().link;
  return {
    'app.info': async () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      standIn: isStandIn(),
      keychain: await askKeychain(desk.probeKeychain),
      systemLanguage: systemLanguage(),
      systemZone: systemZone(),
      platform: platform(),
    }),
    'settings.get': () => settings.get(),
    'settings.set': (changes) => settings.set(changes),

    'sources.list': () => sources.list(),
    // A collection that runs goes on at the address it began with.
    'sources.save': (input) => sources.save(input),
    'sources.test': ({ id }) => desk.testSource(id),
    async 'sources.remove'({ id }) {
      await jobs.cancelSource(id);
      await sources.remove(id);
    },

    'sessions.recent': () => recents.list(),
    async 'sessions.create'({ name, protection }) {
      const path = await dialogs.newSession(name);
      return path === null ? null : sessions.create(path, name, protection);
    },
    async 'sessions.open'({ id, passphrase }) {
      const path = id === undefined ? await dialogs.session() : recents.pathOf(id);
      return path === null ? null : sessions.open(path, passphrase);
    },
    'sessions.current': () => sessions.current(),
    'sessions.close': () => sessions.close(),
    'sessions.forget': ({ id }) => recents.forget(id),
    'sessions.delete': (input) => privacy.deleteSession(input),
    'sessions.showInFolder': ({ id }) =>
      shell.showItemInFolder(id === undefined ? sessions.held().path : recents.pathOf(id)),

    'sample.start': ({ events }) => sample.start(events),

    async 'collect.start'(order) {
      if (order.from > order.to) throw new Failed('input.invalid', { field: 'from' });
      await jobs.add(sessions.held(), { purpose: 'events', order });
    },
    'collect.details': (order) => jobs.add(sessions.held(), { purpose: 'details', order }),
    'collect.updateSession': ({ id, passphrase }) =>
      desk.updating.update(recents.pathOf(id), passphrase),
    'collect.pause': ({ jobId }) => jobs.pause(jobId),
    'collect.resume': ({ jobId }) => jobs.resume(jobId),
    'collect.cancel': ({ jobId }) => jobs.cancel(jobId),
    'collect.jobs': () => jobs.list(),

    'review.rows': ({ selection, sort, offset, limit, brief = false }) =>
      store().rows(selection, sort, offset, limit, brief),
    async 'review.count'({ selection }) {
      const everything: Selection = { query: '', zone: selection.zone, period: null };
      const [matching, total] = await Promise.all([
        store().count(selection),
        store().count(everything),
      ]);
      return { matching, total };
    },
    'review.position': ({ selection, sort, row }) => store().position(selection, sort, row),
    'review.event': ({ row }) => store().event(row),
    'review.neighbours': ({ selection, row, each }) => store().neighbours(selection, row, each),
    'review.records': ({ rows }) => store().run('records', { rows }),
    'review.copy': (input) => store().run('copy', { ...input, most: mostClipboard }),
    'review.facet': ({ selection, field, limit, ...options }) =>
      store().facet(selection, field, limit, options),
    'review.detailKeys': () => store().detailKeys(),
    'review.histogram': ({ selection, interval, stack }) =>
      store().histogram(selection, interval, stack),
    'review.overview': ({ selection }) => store().overview(selection),
    'review.compare': ({ a, b, limit }) => store().compare(a, b, limit),
    'review.quarantine': ({ offset, limit }) => store().quarantine(offset, limit),
    'quarantine.reread': () => transfers.reread(),
    'quarantine.export': (input) => transfers.exportQuarantine(input),
    'marks.tags': () => store().tags(),
    'marks.tag': async ({ target, tag, on }) => ({
      events: await store().tagEvents(target, tag, on),
    }),
    'marks.note': ({ row, note }) => store().setNote(row, note),
    'marks.undo': () => store().undoMarks(),
    'marks.redo': () => store().redoMarks(),
    'marks.saveTag': (tag) => store().saveTag(tag),
    'marks.history': ({ row, limit }) => store().markHistory(row, limit),
    'searches.list': () => searches.list(),
    'searches.save': (search) => searches.save(search),
    'searches.remove': (search) => searches.remove(search),
    'searches.remember': ({ query }) => store().rememberQuery(query),
    'searches.forgetRecent': () => store().forgetQueries(),
    'people.known': () => store().knownPeople(),
    'people.list': () => store().people(),
    'people.actors': ({ find, limit }) => store().actors(find, limit),
    'people.change': (work) => store().changePeople(work),
    'rules.list': () => desk.rules.list(),
    'rules.check': (input) => store().run('checkRules', input),
    'rules.run': ({ zone }) => desk.rules.run(zone),
    'rules.load': ({ folder }) => desk.rules.load(folder),
    'rules.forget': () => desk.rules.forget(),
    'findings.judged': () => store().triage(),
    'findings.judge': (work) => store().judge(work),
    'notices.list': () => store().notices(),
    'notices.check': ({ sourceId }) => desk.notices.check(sourceId),
    'notices.recipients': ({ sourceId, find }) => desk.notices.recipients(sourceId, find),
    'notices.send': (draft) => desk.notices.send(draft),
    'session.info': () => store().info(),

    'privacy.state': () => privacy.state(),
    'privacy.reveal': (part) => privacy.reveal(part),
    'privacy.hide': () => privacy.hide(),
    'privacy.reveals': () => privacy.reveals(),
    'privacy.saveReveals': () => privacy.saveReveals(),
    'privacy.lock': () => lock.lock(),
    'privacy.unlock': ({ secret }) => lock.unlock(secret),
    'privacy.setCode': ({ code }) => privacy.setCode(code),
    'privacy.touch': () => lock.touch(),

    'export.start': (input) => transfers.exportFile(input),
    'export.cancel': () => transfers.cancel(),
    'export.showInFolder': () => {
      const path = transfers.lastExport();
      if (path !== null) shell.showItemInFolder(path);
    },
    'import.start': (input) => transfers.importFile(input),
    'import.cancel': () => transfers.cancel(),

    'bundle.sealer': () => bundles.sealer(),
    'bundle.seal': (input) => bundles.seal(input),
    'bundle.choose': () => bundles.choose(),
    'bundle.unlock': (input) => bundles.unlock(input),
    'bundle.confirm': (input) => bundles.confirm(input),
    'bundle.open': (input) => bundles.open(input),
    'bundle.merge': () => bundles.merge(),
    'bundle.leave': () => bundles.leave(),
    'bundle.cancel': () => bundles.cancel(),
    'bundle.showInFolder': () => {
      const path = bundles.lastSealed();
      if (path !== null) shell.showItemInFolder(path);
    },
    'bundle.origins': () => bundles.origins(),
    'bundle.conflicts': (page) => store().run('conflicts', page),
    'bundle.signers': () => bundles.signers(),
    'bundle.forgetSigner': (input) => bundles.forgetSigner(input),

    'review.cancel': () => sessions.linkOrNull()?.cancelQueries(),
    'clipboard.write': ({ text }) => clipboard.writeText(text),
  };
}

function platform(): 'linux' | 'darwin' | 'win32' {
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';
}
