import type {
  BundleReport,
  IntactBundle,
  KnownSigner,
  StatedOrigins,
} from '../../../src/shared/bundle.ts';
import type { ChannelInput, ChannelOutput, PushPayload } from '../../../src/shared/contract.ts';
import { Failed } from '../../../src/shared/errors.ts';
import { events } from './review.ts';
import { openSession, scene, wish } from './world.ts';

/** Bundles as main would tell of them: `?bundle=known|unknown|encrypted|changed|part` in the address. */
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
const hex = (seed: number) =>
  Array.from({ length: 64 }, (_, at) =>
    ((at * seed + (at >> 2) * 7 + seed) % 16).toString(16),
  ).join('');
const own = hex(5);
const group = { files: 1, lines: 24_000, bytes: 31_000_000 };
const fileName = 'incident-2026-114.vestigo.zip';

const known: KnownSigner[] = scene.empty
  ? []
  : [
      {
        fingerprint: own,
        name: 'Анна Соловьёва',
        confirmedAt: '2026-11-02T09:00:00.000Z',
        own: true,
      },
      {
        fingerprint: hex(9),
        name: 'Игорь Белов, филиал в Казани',
        confirmedAt: '2026-11-12T10:30:00.000Z',
        own: false,
      },
    ];

/** They came from the main office through Kazan. */
const chain: StatedOrigins = {
  isWhole: false,
  origins: [
    {
      sha256: hex(17),
      sealedAt: '2026-11-21T09:12:00.000Z',
      signer: { name: 'kazan-soc', fingerprint: hex(7) },
      through: null,
    },
    {
      sha256: hex(11),
      sealedAt: '2026-11-20T16:20:00.000Z',
      signer: { name: 'a.solovyova', fingerprint: own },
      through: hex(17),
    },
  ],
};

function intact(): IntactBundle {
  const isPart = wish.get('bundle') === 'part';
  const selection = isPart
    ? { query: 'event:user_login ip:10.*', zone: 'UTC', period: null }
    : null;
  const fingerprint = wish.get('bundle') === 'known' ? hex(9) : hex(3);
  return {
    verdict: 'intact',
    fileName,
    signer: { name: 'i.belov', fingerprint },
    sha256: hex(11),
    tagManifest: hex(13),
    isEncrypted: wish.get('bundle') === 'encrypted',
    stated: wish.get('bundle') === 'known' ? chain : { isWhole: true, origins: [] },
    known: known.find((signer) => signer.fingerprint === fingerprint) ?? null,
    facts: {
      format: 1,
      program: '0.1.0',
      sealedAt: '2026-11-21T16:20:00.000Z',
      session: {
        sessionId: 'b1',
        name: 'Инцидент 2026-114',
        createdAt: '2026-11-20T06:00:00.000Z',
        pseudonyms: null,
      },
      contents: { selection, masked: isPart, notes: !isPart, responses: !isPart },
      groups: {
        ledger: group,
        events: group,
        details: group,
        responses: group,
        sightings: group,
        quarantine: group,
        marks: group,
        people: group,
        searches: group,
        reveals: group,
        findings: group,
      },
    },
  };
}

const contents = { selection: null, masked: false, notes: true, responses: true };
const merged = { newEvents: 1840, duplicates: 22_160, conflicts: 2, noteConflicts: 3, marks: 57 };
const origins: ChannelOutput<'bundle.origins'> = [
  {
    id: 1,
    bundle: 'incident-2026-114.vestigo.zip',
    sha256: hex(11),
    sealedAt: '2026-11-20T16:20:00.000Z',
    signer: { name: 'a.solovyova', fingerprint: own },
    openedAt: '2026-11-20T17:02:00.000Z',
    contents,
    stated: null,
    events: 22_160,
    marks: 31,
    merged: null,
    known: known[0] ?? null,
  },
  {
    id: 2,
    bundle: 'kazan.vestigo.zip',
    sha256: hex(13),
    sealedAt: '2026-11-21T16:20:00.000Z',
    signer: { name: 'i.belov', fingerprint: hex(3) },
    openedAt: '2026-11-22T08:41:00.000Z',
    contents,
    stated: chain,
    events: 24_000,
    marks: 88,
    merged,
    known: null,
  },
];

const named = (at: number) => {
  const { id, source, time, event } = events[at * 7] ?? { id: '', time: '', event: '' };
  return { row: at * 7, event: { id, source: source ?? 'pachca', time, event } };
};
const by = { mineBy: 'a.solovyova', theirsBy: 'i.belov' };
const mine = 'Вход с нового адреса сразу после трёх неудачных 2FA: спросить Игоря.';
const theirs = 'Игорь был в отпуске с 14 по 28 ноября, вход не его.\nТелефон у него был с собой.';
const conflicts: ChannelOutput<'bundle.conflicts'> = [
  { kind: 'content', ...named(0), other: 1 },
  { kind: 'content', ...named(1), other: 8 },
  { kind: 'note', ...named(2), ...by, mine, theirs, kept: `${mine}\n${theirs}` },
  { kind: 'note', ...named(3), ...by, mine: 'Проверить', theirs: null, kept: 'Проверить' },
  { kind: 'note', ...named(4), ...by, mine: null, theirs, kept: theirs },
];

export function bundlesOf(push: (progress: PushPayload<'bundle.progress'>) => void) {
  let stopped = false;
  async function steps(step: 'verify' | 'seal' | 'unseal', of: number): Promise<void> {
    stopped = false;
    for (let at = 1; at <= 8; at += 1) {
      push({ step, done: Math.round((of * at) / 8), of });
      if (wish.has('freeze') && at === Number(wish.get('freeze'))) await wait(1e8);
      await wait(60);
      if (stopped) throw new Failed('cancelled');
    }
  }
  async function look(): Promise<BundleReport> {
    await steps('verify', 41_300_000);
    return wish.get('bundle') === 'changed'
      ? { verdict: 'changed', fileName, reason: 'checksum', name: 'data/events-000003.ndjson.gz' }
      : intact();
  }
  return {
    'bundle.sealer': () => ({
      keychain: scene.info.keychain,
      name: 'Анна Соловьёва',
      fingerprint: scene.empty ? null : own,
    }),
    'bundle.seal': async ({ once, encryptTo }: ChannelInput<'bundle.seal'>) => {
      if (encryptTo && 'recipients' in encryptTo && encryptTo.recipients[0]?.endsWith('0')) {
        throw new Failed('input.invalid', { field: 'recipient' });
      }
      await steps('seal', 24_000);
      return {
        fileName,
        events: 24_000,
        bytes: 41_300_000,
        sha256: hex(11),
        tagManifest: hex(13),
        fingerprint: once ? hex(15) : own,
      };
    },
    'bundle.choose': (): Promise<BundleReport> =>
      wish.get('bundle') === 'encrypted'
        ? Promise.resolve({ verdict: 'encrypted', fileName })
        : look(),
    'bundle.unlock': (input: ChannelInput<'bundle.unlock'>): Promise<BundleReport> => {
      if ('passphrase' in input && input.passphrase === 'correct horse') return look();
      if ('identity' in input && !input.identity.includes('AGE-SECRET-KEY')) {
        throw new Failed('input.invalid', { field: 'identity' });
      }
      throw new Failed('bundle.wrong-key');
    },
    'bundle.confirm': ({ name }: ChannelInput<'bundle.confirm'>): BundleReport => {
      const { fingerprint } = intact().signer;
      known.push({ fingerprint, name, confirmedAt: new Date().toISOString(), own: false });
      return intact();
    },
    'bundle.open': async () => {
      await steps('unseal', 24_000);
      return openSession;
    },
    'bundle.merge': async () => {
      await steps('unseal', 24_000);
      return merged;
    },
    'bundle.origins': (): ChannelOutput<'bundle.origins'> => (scene.empty ? [] : origins),
    'bundle.conflicts': ({ offset, limit }: ChannelInput<'bundle.conflicts'>) =>
      conflicts.slice(offset, offset + limit),
    'bundle.leave': () => undefined,
    'bundle.cancel': () => {
      stopped = true;
      return undefined;
    },
    'bundle.showInFolder': () => undefined,
    'bundle.signers': () => [...known],
    'bundle.forgetSigner': ({ fingerprint }: ChannelInput<'bundle.forgetSigner'>) => {
      known.splice(
        known.findIndex((signer) => signer.fingerprint === fingerprint),
        1,
      );
      return [...known];
    },
  };
}
