import { join } from 'node:path';
import { app, shell, utilityProcess } from 'electron';
import { z } from 'zod';
import { textsOf } from '../shared/locales/index.ts';
import { newSigningKeyText, signingTextOf } from './bundle/signature.ts';
import { signersIn } from './bundle/signers.ts';
import { collect } from './collection/collect.ts';
import { fetchDetails } from './collection/details.ts';
import { createMeter } from './collection/meter.ts';
import { createHttpClient } from './connectors/kit/http.ts';
import { connectors } from './connectors/registry.ts';
import { systemDialogs } from './desktop/dialogs.ts';
import { stayAwake } from './desktop/awake.ts';
import { answerWindow } from './desktop/handlers.ts';
import { pushTo } from './desktop/ipc.ts';
import { lockProcess, openLockedSession } from './desktop/lockdown.ts';
import { logEnds, openLog } from './desktop/log.ts';
import { showMenu } from './desktop/menu.ts';
import { allowManyConnections, openFreshNetwork, openNetwork } from './desktop/network.ts';
import { servePages } from './desktop/pages.ts';
import { openPlaces } from './desktop/places.ts';
import { openPreferences } from './desktop/preferences.ts';
import { printPage } from './desktop/print.ts';
import { openRecordFile } from './desktop/record-file.ts';
import { launchSample } from './desktop/sample-process.ts';
import { askKeychain } from './desktop/services/ask-keychain.ts';
import { keepBundles } from './desktop/services/bundles.ts';
import { tellChanges } from './desktop/services/changes.ts';
import { keepJobs } from './desktop/services/jobs/jobs.ts';
import { jobRunner } from './desktop/services/jobs/run-job.ts';
import { keepUpdating } from './desktop/services/jobs/updating.ts';
import { watchTheDoor } from './desktop/services/leaving.ts';
import { keepLock } from './desktop/services/lock.ts';
import { keepPrivacy } from './desktop/services/privacy.ts';
import { keepNotices } from './desktop/services/notices.ts';
import { keepRules, ruleFilesSchema } from './desktop/services/rules.ts';
import { keepRecents, recentsSchema } from './desktop/services/recents.ts';
import { keepSample } from './desktop/services/sample.ts';
import { keepSearches, searchesSchema } from './desktop/services/searches.ts';
import { keepSessions } from './desktop/services/sessions.ts';
import { keepSources, sourcesSchema } from './desktop/services/sources.ts';
import { sourceTester } from './desktop/services/test-source.ts';
import { keepTransfers } from './desktop/services/transfers.ts';
import { openVault } from './desktop/services/vault.ts';
import { languageOf, lockWithSystem, systemQuestion } from './desktop/system.ts';
import { endWithoutStart, watchForTrouble } from './desktop/trouble.ts';
import { theWindow } from './desktop/window.ts';
import { exportPrinted } from './exporters/report/printed.ts';
import { hiddenBeside } from './exporters/safe-file.ts';
import { openKeychain } from './secrets/keychain.ts';
import { memoryStore } from './secrets/memory.ts';
import {
  forgetSessionKey,
  keepSessionKey,
  newSessionKey,
  sessionKeyFrom,
} from './secrets/session-keys.ts';
import { checkFor, isSecret, keepLockCode, lockCodeIn } from './secrets/secret-check.ts';
import { ownSigningKey } from './secrets/signing-key.ts';
import { tokensIn } from './secrets/tokens.ts';
import { inspectSessionFile, newFileId } from './store/file/header.ts';
import { launchSessionProcess } from './store/process/launch.ts';
import {
  createRemoteSession,
  openRemoteSession,
  verifyRemotely,
} from './store/process/remote-session.ts';

const sourceFile = () => openRecordFile('sources', sourcesSchema, { sources: [] });

/** The window's composition root: here, and in the command line's, rooms are wired together. */
const out = join(import.meta.dirname, '..');
const log = openLog();
watchForTrouble(log);
logEnds(log);

// No top-level await: Electron holds the app back until this module is done.
if (app.requestSingleInstanceLock()) {
  lockProcess();
  allowManyConnections(servicesAtStart());
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => endWithoutStart(log, error));
} else {
  app.quit();
}

/** The two services, the samples, and what was set up before. */
function servicesAtStart(): string[] {
  const usual = Object.values(connectors).map(({ defaultAddress }) => defaultAddress);
  const saved = sourceFile()
    .get()
    .sources.map(({ address }) => address);
  return [...usual, 'http://127.0.0.1', ...saved];
}

function start(): void {
  const version = app.getVersion();
  const places = openPlaces();
  const session = openLockedSession(servePages(join(out, 'renderer')));
  const preload = join(out, 'preload/index.cjs');
  const window = theWindow({ session, preload, places, log });
  const push = pushTo(window.contents, log.error, () => lock.isLocked());

  const preferences = openPreferences((settings) => {
    push('settings.changed', settings);
    window.current()?.setContentProtection(settings.hiddenFromCapture);
    updateMenu();
  });
  const language = () => languageOf(preferences.get());
  const updateMenu = () =>
    showMenu(
      language(),
      (command) => push('menu.command', { command }),
      () => lock.lock(),
    );
  const dialogs = systemDialogs({ window: window.current, language, folder: places.folder });

  const keychain = openKeychain();
  const sources = keepSources({
    file: sourceFile(),
    connectors,
    keptTokens: tokensIn(keychain),
    runTokens: tokensIn(memoryStore()),
    keychainState: () => keychain.state,
  });

  const launch = () =>
    launchSessionProcess({
      entry: join(import.meta.dirname, 'session-process.js'),
      utility: Number.parseInt(process.versions.node, 10) >= 24 ? utilityProcess : null,
    });
  const recents = keepRecents(openRecordFile('recents', recentsSchema, { recents: [] }));
  const vault = openVault({
    files: {
      newId: newFileId,
      inspect: inspectSessionFile,
      hiddenBeside,
      create: (file) => createRemoteSession(launch(), { ...file, version }),
      open: (file) => openRemoteSession(launch(), { ...file, version }),
    },
    keys: {
      create: newSessionKey,
      get: (fileId) => sessionKeyFrom(keychain, fileId),
      keep: (fileId, key) => keepSessionKey(keychain, fileId, key),
      forget: (fileId) => forgetSessionKey(keychain, fileId),
      checkFor,
    },
  });
  const sessions = keepSessions({
    vault,
    recents,
    work: {
      mayLeave: (left) => door.mayLeave(left),
      stop: (left, leaving) => door.stop(left, leaving),
      isIdle: (left) => jobs.isIdle(left),
      opened: (entered) => updating.goOn(entered).catch(() => log.error('jobs.not-resumed')),
      lost: (gone) => jobs.forget(gone),
      turned: () => jobs.advance(),
    },
    onClosed: (failure) => push('session.closed', { failure }),
  });

  const tellChange = tellChanges(sessions.linkOrNull, push);
  const fetch = openNetwork();
  const runner = jobRunner({
    rooms: { collect, fetchDetails, createMeter, createHttpClient },
    fetch,
    sources,
  });
  const jobs = keepJobs({
    run: runner.run,
    sources,
    isCurrent: sessions.isCurrent,
    push,
    onChange: (changed) => sessions.isCurrent(changed) && tellChange(),
    onIdle: (left) => void sessions.settle(left),
    onWork: stayAwake(() => runner.nudge()),
  });
  const updating = keepUpdating({
    sessions,
    sources,
    jobs,
    overlapMinutes: () => preferences.get().overlapMinutes,
  });
  const link = () => sessions.held().link;
  const lockFile = openRecordFile('lock', z.object({ hasCode: z.boolean() }), { hasCode: false });
  const lock = keepLock({
    minutes: () => preferences.get().lockMinutes,
    passphrase() {
      const open = sessions.linkOrNull();
      return open && vault.checkOf(open);
    },
    isSecret,
    code: { isSet: () => lockFile.get().hasCode, check: () => lockCodeIn(keychain) },
    askSystem: systemQuestion(() => textsOf(language()).privacy.lock.systemReason),
    probeKeychain: keychain.probe,
    onChange(locked) {
      // What opens an encrypted bundle is held by nobody while nobody looks.
      if (locked) bundles.leave();
      void privacy.turned(locked);
    },
  });
  const privacy = keepPrivacy({
    lock,
    code: {
      isSet: () => lockFile.get().hasCode,
      async set(code) {
        await keepLockCode(keychain, code === null ? null : await checkFor(code));
        lockFile.set({ hasCode: code !== null });
      },
    },
    sessions,
    recents,
    vault,
    dialogs,
    push,
    trash: (path) => shell.trashItem(path),
  });
  const transfers = keepTransfers({
    link,
    dialogs,
    push,
    onChange: tellChange,
    version,
    printed: (path, write) => exportPrinted(path, write, printPage),
  });
  const bundles = keepBundles({
    sessions,
    dialogs,
    verify: (asked, watch) => verifyRemotely(launch(), asked, watch),
    signers: signersIn(join(app.getPath('userData'), 'signers.json')),
    signing: {
      own: async () => signingTextOf(await ownSigningKey(keychain, newSigningKeyText)),
      once: () => signingTextOf(newSigningKeyText()),
    },
    probeKeychain: () => askKeychain(keychain.probe),
    transfers,
    isCollecting: jobs.isActive,
    push,
    onChange: tellChange,
    version,
  });
  const searches = keepSearches(openRecordFile('searches', searchesSchema, { searches: [] }), link);
  const door = watchTheDoor({ jobs, transfers, dialogs });
  const sample = keepSample({
    launch: (events) => launchSample(join(import.meta.dirname, 'sample-services.js'), events),
    sessions,
    sources,
    cancelSource: jobs.cancelSource,
    probeKeychain: keychain.probe,
    folder: app.getPath('userData'),
    names: () => textsOf(language()).desktop.sample,
  });

  const desk = {
    settings: preferences,
    probeKeychain: keychain.probe,
    dialogs,
    sources,
    recents,
    sessions,
    jobs,
    updating,
    testSource: sourceTester({ createHttpClient, fetch, sources }),
    transfers,
    bundles,
    searches,
    sample,
    lock,
    privacy,
    rules: keepRules({
      link,
      dialogs,
      file: openRecordFile('rules', ruleFilesSchema, { paths: [] }),
    }),
    notices: keepNotices({ createHttpClient, fetch, freshFetch: openFreshNetwork, sources, link }),
  };
  answerWindow(desk, window.isOurs, log.error);
  updateMenu();
  void sample.sweep();
  log.info('program.started', { version, electron: process.versions.electron });
  lock.watch();
  lockWithSystem(lock.lock);
  window.open({
    language,
    isHidden: () => preferences.get().hiddenFromCapture,
    mayClose: () => door.mayQuit(),
    async beforeQuit() {
      await door.stopAll();
      await sessions.closeAll();
    },
  });
}
