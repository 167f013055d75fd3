import { basename } from 'node:path';
import { Failed } from '../shared/errors.ts';
import { bundleAt } from './bundle/bundle-file.ts';
import { changed } from './bundle/fault.ts';
import { sealSession } from './bundle/seal.ts';
import { readSigningKey } from './bundle/signature.ts';
import { unsealBundle } from './bundle/unseal.ts';
import { verifyBundle } from './bundle/verify.ts';
import { connectors } from './connectors/registry.ts';
import { copyRows } from './exporters/copy-rows.ts';
import { exportQuarantine } from './exporters/export-quarantine.ts';
import { exportReveals } from './exporters/export-reveals.ts';
import { exportSession } from './exporters/export-session.ts';
import { readingAhead } from './importing/ahead.ts';
import { importFile } from './importing/import-file.ts';
import { readAgainWith } from './importing/read-again.ts';
import { ShownParts } from './privacy/shown.ts';
import { checked, detected, gatherRules, listed, type Veil } from './rules/for-window.ts';
import type { Evidence } from './rules/run/evidence.ts';
import { spareHeld } from './store/file/header.ts';
import { channelToParent } from './store/process/channel.ts';
import type { Operations } from './store/process/operations.ts';
import type { ExportedEvent, SessionReader, SessionStore } from './store/session-store.ts';
import { unpackImport } from './store/import-packet.ts';
import { maskedValue, maskedView } from './store/masked-view.ts';
import { serveSession } from './store/process/serve.ts';

/**
 * The third composition root: the process that holds a session file. It knows no window, no network
 * and no keychain; what it is told comes over its channel.
 */
const readAgain = readAgainWith(connectors);
/** This process holds one session, for one window. */
const shown = new ShownParts();

const operations: Operations = {
  async export(session, { unmasked, ...options }, { signal, progress }) {
    spareHeld(options.path);
    const events = await session.count(options.selection);
    const read = await leaving(session, unmasked, 'export', { events, path: options.path });
    const masked = unmasked === null;
    return exportSession(read, { ...options, masked }, { signal, onProgress: progress });
  },
  import: (session, { path, source }, { signal, progress }) => {
    const readers = { pachca: connectors.pachca.read, jayguard: connectors.jayguard.read };
    const watch = { signal, onProgress: progress };
    return importFile(session, { path, source, readers }, watch, readingAhead(unpackImport));
  },
  async seal(session, { unmasked, key, selection, notes, ...options }, { signal, progress }) {
    const privateKey = readSigningKey(key.text);
    if (!privateKey) throw new Failed('input.invalid', { field: 'key' });
    const { path } = options;
    spareHeld(path);
    const everything = { query: '', zone: 'UTC', period: null };
    const events = await session.count(selection ?? everything);
    if (unmasked !== null) await leaving(session, unmasked, 'seal', { events, path });
    const choice = { selection, notes, masked: unmasked === null };
    const signer = { privateKey, name: key.name };
    return sealSession(
      session,
      { ...options, choice, key: signer },
      { signal, onProgress: progress },
    );
  },
  async unseal(session, { path, keys, sha256 }, { signal, progress }) {
    const file = await bundleAt(path);
    const intact = await verifyBundle(file, keys, { signal });
    if (sha256 !== undefined && intact.sha256 !== sha256) throw changed('checksum', file.name);
    return unsealBundle(session, { file, intact }, { signal, onProgress: progress });
  },
  origins: (session) => session.origins(),
  conflicts: (session, { origin, offset, limit }) => session.conflicts(origin, offset, limit),
  reread: (session, _args, { signal, progress }) =>
    session.reread(readAgain, { signal, onProgress: progress }),
  async exportQuarantine(session, { unmasked, ...options }, { signal, progress }) {
    spareHeld(options.path);
    const events = (await session.info()).quarantined;
    const read = await leaving(session, unmasked, 'export', { events, path: options.path });
    return exportQuarantine(read, options, { signal, onProgress: progress });
  },
  records(session, { rows }) {
    const view = maskedView(session, shown);
    return Promise.all(rows.map((row) => recordOf(view, row)));
  },
  async copy(session, { unmasked, ...options }) {
    const events = options.rows.length;
    const read =
      unmasked === null
        ? maskedView(session, shown)
        : await leaving(session, unmasked, 'copy', { events, path: null });
    return copyRows((row) => recordOf(read, row), options);
  },
  async reveal(session, { row, field, reason }) {
    await session.recordReveal({ action: 'show', row, field, events: null, target: null, reason });
    shown.add({ row, field });
    return shown.list;
  },
  async hide() {
    shown.hide();
    return shown.list;
  },
  async exportReveals(session, { path }) {
    spareHeld(path);
    return exportReveals(await session.reveals(), { path });
  },
  listRules: async (_session, { paths }) => listed(await gatherRules(paths)),
  checkRules: async (session, { text, zone }) => checked(text, await evidenceOf(session, zone)),
  async runRules(session, { paths, zone }, { signal }) {
    const veil: Veil = (field, value) => maskedValue(session, shown, field, value);
    return detected(await gatherRules(paths), await evidenceOf(session, zone), veil, signal);
  },
};

async function evidenceOf(session: SessionStore, zone: string): Promise<Evidence> {
  return { index: session.evidence(), info: await session.info(), zone };
}

/**
 * What is read for a file or the clipboard: everything, once it is written down why, else a view in
 * which nothing is shown, whatever the screen shows.
 */
async function leaving(
  session: SessionStore,
  reason: string | null,
  action: 'export' | 'copy' | 'seal',
  { events, path }: { events: number; path: string | null },
): Promise<SessionStore> {
  if (reason === null) return maskedView(session);
  const target = path === null ? null : basename(path);
  await session.recordReveal({ action, row: null, field: null, events, target, reason });
  return session;
}

async function recordOf(session: SessionReader, row: number): Promise<ExportedEvent> {
  const { event, raw } = await session.event(row);
  return { row: event, raw };
}

/**
 * Bytes. Runs of events are unpacked into blocks of this size, which the system gives and takes back
 * whole. Among the blocks of glibc's heap they left gaps: 45 MB after sorting by all columns.
 */
Buffer.poolSize = 256 * 1024;

serveSession(channelToParent(), {
  operations,
  readAgain,
  viewOf: (session) => maskedView(session, shown),
  async verify({ path, keys }, watch) {
    const { payload: _, ...verified } = await verifyBundle(await bundleAt(path), keys, watch);
    return verified;
  },
});
