import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { open, readdir, stat, truncate } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { exitCodeOf } from '../../../src/main/cli/exit-codes.ts';
import { exitCodeOfCollect } from '../../../src/main/cli/summary.ts';
import { jayGuardKey } from '../../../src/main/sample/jayguard-service.ts';
import { pachcaTokens } from '../../../src/main/sample/pachca-service.ts';
import type { Layer } from '../../../src/main/sample/server.ts';
import { startSampleServices } from '../../../src/main/sample/start.ts';
import { createSession } from '../../../src/main/store/open-session.ts';
import { bareEnvironment } from '../../support/bare-environment.ts';
import { failureKinds } from '../../../src/shared/errors.ts';
import { cli, start } from '../../support/command-line.ts';
import { collectArgs, collectFrom, patience, summaryOf, useFolder } from './support.ts';

const folder = useFolder();
const key = { passphrase: 'a phrase for tests' };

async function makeSession(name: string) {
  const path = folder.path(name);
  const store = await createSession({ path, key, name, version: 'test' });
  return { path, store };
}

test('every kind of failure has a status of the contract', () => {
  for (const kind of failureKinds) {
    expect([1, 2, 3, 4, 5, 6]).toContain(exitCodeOf({ kind, params: {} }));
  }
  expect(exitCodeOf({ kind: 'file.not-found', params: { writing: true } })).toBe(6);
  // A collection whose cursor is refused can go on; without a scope nothing can.
  expect(exitCodeOfCollect('partial', { kind: 'service.rejected', params: {} })).toBe(3);
  expect(exitCodeOfCollect('failed', { kind: 'service.rejected', params: {} })).toBe(4);
  expect(exitCodeOfCollect('partial', { kind: 'service.scope', params: {} })).toBe(4);
});

test.runIf(existsSync('/dev/full'))('results that cannot be written end with 6', async () => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, ['src/main/cli.ts', '--version'], {
    env: bareEnvironment(),
    stdio: ['ignore', full, 'pipe'],
  });
  closeSync(full);
  let told = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (told += text));
  expect(await once(child, 'close')).toEqual([6, null]);
  expect(told).toMatch(/^The disk is full\..*\n$/);
});

test(
  'refusals of the service end with 4 and name the token, the scope or the plan',
  { timeout: patience },
  async () => {
    const { pachca, jayguard, close } = await startSampleServices({ events: 10 });
    const cases = [
      { kind: 'pachca' as const, service: pachca, token: 'wrong', says: 'token' },
      {
        kind: 'pachca' as const,
        service: pachca,
        token: pachcaTokens.withoutScope,
        says: 'audit_events:read',
      },
      { kind: 'pachca' as const, service: pachca, token: pachcaTokens.withoutPlan, says: 'plan' },
      { kind: 'jayguard' as const, service: jayguard, token: 'wrong', says: 'token' },
    ];
    for (const { kind, service, token, says } of cases) {
      const session = folder.path(`${kind}-${says}.vestigo`);
      const ended = await cli(collectArgs(kind, service, session), { VESTIGO_TOKEN: token });
      expect(ended).toMatchObject({ code: 4, stderr: expect.stringContaining(says) as string });
      expect(summaryOf(ended)).toMatchObject({ status: 'failed', events: 0 });
      expect(ended.stdout + ended.stderr).not.toContain(token === 'wrong' ? jayGuardKey : token);
    }
    await close();
  },
);

test(
  'a service that is out of order, and a host that is not the service, can be gone on with: 3',
  { timeout: patience },
  async () => {
    const html: Layer = () => ({ status: 200, body: '<html>Sign in</html>' });
    const { pachca, close } = await startSampleServices({ pachca: { layers: [html] }, events: 10 });
    const session = folder.path('case.vestigo');
    const ended = await collectFrom('pachca', pachca, session);
    expect(ended).toMatchObject({ code: 3, stderr: expect.stringContaining('JSON') as string });
    const summary = summaryOf(ended);
    expect(summary).toMatchObject({ status: 'partial', events: 0 });
    expect(summary.windows.some(({ reason }) => reason?.includes('JSON'))).toBe(true);
    await close();

    const gone = await collectFrom('pachca', pachca, session);
    expect(gone).toMatchObject({ code: 3, stderr: expect.stringContaining('reached') as string });
  },
);

test('a wrong key or a changed file ends with 5', { timeout: patience }, async () => {
  const { path, store } = await makeSession('case.vestigo');
  await store.close();
  const count = async (env?: NodeJS.ProcessEnv) => start(['count', '--session', path], env).ended;
  expect((await count()).code).toBe(0);
  expect((await count({ VESTIGO_PASSPHRASE: 'another' })).code).toBe(5);
  expect((await count({ VESTIGO_PASSPHRASE: '' })).code).toBe(5);

  const file = await open(path, 'r+');
  const { size } = await file.stat();
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.floor(size / 2));
  await file.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, Math.floor(size / 2));
  await file.close();
  expect((await count()).code).toBe(5);
  await truncate(path, Math.floor((await stat(path)).size / 3));
  expect((await count()).code).toBe(5);
});

test(
  'a session in use, and a place that cannot be written, end with 6',
  { timeout: patience },
  async () => {
    const { path, store } = await makeSession('case.vestigo');
    expect((await start(['count', '--session', path]).ended).code).toBe(6);
    await store.close();
    const out = folder.path('no/folder/out.csv');
    const exported = await cli(['export', '--session', path, '--format', 'csv', '--out', out]);
    expect(exported.code).toBe(6);

    const { pachca, close } = await startSampleServices({ events: 10 });
    expect((await collectFrom('pachca', pachca, folder.path('no/folder/x.vestigo'))).code).toBe(6);
    await close();
  },
);

test(
  'without a token, a key or a sensible period nothing is made',
  { timeout: patience },
  async () => {
    const service = { address: 'http://127.0.0.1:9', token: '' };
    const args = collectArgs('pachca', service, folder.path('case.vestigo'));
    expect((await start(args).ended).code).toBe(2);
    const keyless = await cli(args, { VESTIGO_TOKEN: 't', VESTIGO_PASSPHRASE: '' });
    expect(keyless.code).toBeGreaterThan(0);
    expect(keyless.stderr).toContain('VESTIGO_PASSPHRASE');
    const backwards = [
      ...args.slice(0, 3),
      '--from',
      '2026-10-02',
      '--to',
      '2026-10-01',
      ...args.slice(7),
    ];
    expect((await cli(backwards, { VESTIGO_TOKEN: 't' })).code).toBe(2);
    const plain = [...args, '--base-url', 'http://example.com'];
    expect((await cli(plain, { VESTIGO_TOKEN: 't' })).code).toBe(2);
    expect(await readdir(folder.path('.'))).toEqual([]);
  },
);
