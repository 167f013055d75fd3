import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { newSigningKeyText } from '../../../src/main/bundle/signature.ts';
import { cli } from '../../support/command-line.ts';
import { patience, useFolder } from './support.ts';

const folder = useFolder();

const page = JSON.stringify({
  data: [1, 2, 3].map((n) => ({
    id: `00000000-0000-4000-8000-00000000000${n}`,
    created_at: `2026-10-01T10:00:0${n}.123456Z`,
    event_key: 'message_deleted',
    entity_id: '1',
    entity_type: 'Message',
    actor_id: String(n),
    actor_type: 'User',
    details: { text: `посылка номер ${n}` },
    ip_address: '10.0.0.1',
    user_agent: 'Mozilla/5.0',
  })),
});

/** A session with three events, and the words that name it. */
async function session(): Promise<string[]> {
  const path = folder.path('case.vestigo');
  const file = folder.path('page.json');
  await writeFile(file, page);
  await cli(['import', '--in', file, '--source', 'pachca', '--session', path]);
  return ['--session', path];
}

async function codeOf(args: string[], env: NodeJS.ProcessEnv = {}): Promise<number | null> {
  return (await cli(args, env)).code;
}

test(
  'a bundle is sealed, verified and opened without a keychain; a changed one is not',
  { timeout: patience },
  async () => {
    const original = await session();
    const bundle = folder.path('case.vestigo.zip');
    const env = { VESTIGO_SIGNERS: folder.path('signers.json') };
    const seal = ['seal', ...original, '--out', bundle];
    const sealed = await cli(seal, env);
    expect([sealed.code, JSON.parse(sealed.stdout).events]).toEqual([0, 3]);
    expect(sealed.stderr).toContain('VESTIGO_SIGNING_KEY');
    expect(await codeOf(seal, env)).toBe(6);

    const unknown = await cli(['verify', bundle], env);
    expect([unknown.code, unknown.stdout]).toEqual([0, 'intact, unknown signer\n']);
    const known = await cli(['verify', bundle, '--trust'], env);
    expect([known.code, known.stdout]).toEqual([0, 'intact, known signer\n']);

    const opened = ['--session', folder.path('opened.vestigo')];
    expect(await codeOf(['unseal', bundle, ...opened], env)).toBe(0);
    expect((await cli(['query', ...opened])).stdout).toBe(
      (await cli(['query', ...original])).stdout,
    );
    expect(await codeOf(['unseal', bundle, ...opened], env)).toBe(6);
    const again = await cli(['unseal', bundle, ...opened, '--merge'], env);
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([
      0,
      { newEvents: 0, duplicates: 3 },
    ]);

    const bytes = await readFile(bundle);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    await writeFile(bundle, bytes);
    const changed = await cli(['verify', bundle], env);
    expect([changed.code, changed.stdout]).toEqual([5, expect.stringMatching(/^changed: .+\n$/)]);
    const before = await readdir(dirname(bundle));
    const refused = ['unseal', bundle, '--session', folder.path('refused.vestigo')];
    expect(await codeOf(refused, env)).toBe(5);
    expect(await readdir(dirname(bundle))).toEqual(before);
  },
);

test('who opens a bundle is told whose hands it came through', { timeout: patience }, async () => {
  const signing = (name: string) => ({
    VESTIGO_SIGNERS: folder.path(`${name}.json`),
    VESTIGO_SIGNING_KEY: newSigningKeyText(),
  });
  const [anna, boris, vera] = [signing('anna'), signing('boris'), signing('vera')];
  const at = (name: string) => ['--session', folder.path(`${name}.vestigo`)];
  const [first, second] = [folder.path('first.vestigo.zip'), folder.path('second.vestigo.zip')];

  const original = await session();
  const sealed = await cli(['seal', ...original, '--out', first, '--signer', 'anna'], anna);
  const { sha256, fingerprint } = JSON.parse(sealed.stdout);
  const { stderr: alone } = await cli(['unseal', first, ...at('second')], boris);
  expect(alone).toContain(
    'As anna states, nothing in it came in another bundle; not checked here.',
  );
  await cli(['unseal', first, ...at('second'), '--merge'], boris);
  expect(await codeOf(['seal', ...at('second'), '--out', second, '--signer', 'boris'], boris)).toBe(
    0,
  );

  const verified = await cli(['verify', second], vera);
  expect(verified.stdout).toBe('intact, unknown signer\n');
  const told = verified.stderr.split('\n');
  const before = told.indexOf('Before it, as boris states; not checked here:');
  expect(told[before + 1]).toMatch(new RegExp(`^  anna, key ${fingerprint}, .+${sha256}$`));
  const { stdout } = await cli(['unseal', second, ...at('third')], vera);
  const origin = { sha256, signer: { name: 'anna', fingerprint }, through: null };
  const stated = { isWhole: true, origins: [origin] };
  expect(JSON.parse(stdout)).toMatchObject({ signer: { name: 'boris' }, stated });
  const third = folder.path('third.vestigo.zip');
  await cli(['seal', ...at('third'), '--out', third, '--signer', 'vera'], vera);
  expect((await cli(['verify', third], vera)).stderr).toContain(`${sha256} (through boris)\n`);
  const info = await cli(['info', ...at('third'), '--bundles'], vera);
  expect(JSON.parse(info.stdout).bundles).toMatchObject([{ signer: { name: 'boris' }, stated }]);
});

test(
  'a stranger who states hundreds is not listened to for long',
  { timeout: patience },
  async () => {
    const { stdout, stderr } = await cli([
      'verify',
      'tests/fixtures/bundles/origin-harmless.vestigo.zip',
    ]);
    expect(stdout).toBe('intact, unknown signer\n');
    const told = stderr.split('\n').filter((line) => line.startsWith('  '));
    expect(told).toHaveLength(11);
    expect(told.at(-1)).toContain('and 490 more');
  },
);

test('an encrypted bundle opens for its recipients alone', { timeout: patience }, async () => {
  const original = await session();
  const bundle = folder.path('case.vestigo.zip');
  const identity = await generateIdentity();
  const file = folder.path('identity.txt');
  await writeFile(file, `# made by a test\n${identity}\n`);
  const recipient = ['--recipient', await identityToRecipient(identity)];
  const other = ['--recipient', await identityToRecipient(await generateIdentity())];
  const out = ['--out', bundle];
  expect(await codeOf(['seal', ...original, ...out, ...other, ...recipient, '--masked'])).toBe(0);
  expect((await readFile(bundle)).toString('latin1')).not.toContain(basename('data/events'));
  expect(await codeOf(['verify', bundle])).toBe(5);
  const stranger = { VESTIGO_AGE_IDENTITY: await generateIdentity() };
  expect(await codeOf(['verify', bundle], stranger)).toBe(5);
  const opened = ['--session', folder.path('opened.vestigo')];
  expect(await codeOf(['unseal', bundle, ...opened, '--identity', file])).toBe(0);
  const { stdout } = await cli([
    'query',
    ...opened,
    '--query',
    'details.text:*masked*',
    '--limit',
    '1',
  ]);
  expect(stdout).toContain('‹masked·');
  expect(stdout).not.toContain('посылка');
});
