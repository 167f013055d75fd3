/**
 * What sealing, verifying and unsealing take.
 *
 *   npm run bench:bundle -- [EVENTS [FOLDER]]     1,000,000 events, in a folder that is removed
 *
 * Events come in answers of 50, as Pachca gives them out. Each step runs with nothing held from the
 * one before; memory is the most that the process had, looked at ten times a second. Nothing is
 * asserted.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleAt } from '../src/main/bundle/bundle-file.ts';
import { sealSession } from '../src/main/bundle/seal.ts';
import { newSigningKeyText, readSigningKey } from '../src/main/bundle/signature.ts';
import { unsealBundle } from '../src/main/bundle/unseal.ts';
import { verifyBundle } from '../src/main/bundle/verify.ts';
import { createSession, openSession } from '../src/main/store/open-session.ts';
import type { EncryptTo } from '../src/shared/bundle.ts';
import { SyntheticEvents, vendorJson } from './synthetic-events.ts';

const [size = '1000000', given] = process.argv.slice(2);
const count = Number(size);
const pageSize = 50;
const folder = given ?? mkdtempSync(join(tmpdir(), 'vestigo-bench-'));
const options = { key: { key: new Uint8Array(32).fill(1) }, version: 'bench' };
const { signal } = new AbortController();
const nothing = { requests: 0, retries: 0, waitedMs: 0 };
const passphrase = 'a phrase for the bench';
const keys = { identities: [], passphrases: [passphrase] };

/** Seconds by the clock and of all cores together, and MB at the most. */
async function timed(label: string, work: () => Promise<string>): Promise<void> {
  globalThis.gc?.();
  let most = process.memoryUsage().rss;
  const before = most;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 100);
  const start = performance.now();
  const cpu = process.cpuUsage();
  const said = await work();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  clearInterval(watch);
  const mb = (bytes: number) => Math.round(bytes / 2 ** 20);
  const rate = Math.round(count / seconds).toLocaleString('en');
  console.log(
    `${label.padEnd(22)} ${seconds.toFixed(1).padStart(7)} s  cpu ${((user + system) / 1e6).toFixed(1).padStart(6)} s ` +
      ` ${rate.padStart(9)}/s  ${mb(before)} → ${mb(most)} MB  ${said}`,
  );
}

async function make(path: string): Promise<void> {
  const store = await createSession({ ...options, path, name: 'bench' });
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
}

function megabytes(path: string): string {
  return `${(statSync(path).size / 2 ** 20).toFixed(0)} MB`;
}

const session = join(folder, 'bench.vestigo');
const privateKey = readSigningKey(newSigningKeyText());
if (!privateKey) throw new Error('a new key can be read');

if (!statSync(session, { throwIfNoEntry: false })) await make(session);
console.log(`${count.toLocaleString('en')} events, session of ${megabytes(session)}`);
for (const encryptTo of [null, { passphrase }] satisfies (EncryptTo | null)[]) {
  const bundle = join(folder, 'bench.vestigo.zip');
  const made = join(folder, 'made.vestigo');
  for (const path of [bundle, made]) rmSync(path, { force: true });
  console.log(encryptTo ? 'encrypted' : 'plain');
  await timed('open', async () => {
    const store = await openSession({ ...options, path: session });
    await store.close();
    return '';
  });
  await timed('seal, open included', async () => {
    const store = await openSession({ ...options, path: session });
    const choice = { selection: null, masked: false, notes: true };
    const key = { privateKey, name: 'bench' };
    const how = { path: bundle, choice, key, encryptTo, overwrite: false, program: 'bench' };
    await sealSession(store, how, { signal });
    await store.close();
    return megabytes(bundle);
  });
  const file = await bundleAt(bundle);
  await timed('verify', async () => (await verifyBundle(file, keys, { signal })).signer.name);
  await timed('verify and unseal', async () => {
    const intact = await verifyBundle(file, keys, { signal });
    const store = await createSession({ ...options, path: made, name: 'made' });
    await unsealBundle(store, { file, intact }, { signal });
    const { events } = await store.info();
    await store.close();
    return `${events.pachca + events.jayguard} events, ${megabytes(made)}`;
  });
}
if (given === undefined) rmSync(folder, { recursive: true });
