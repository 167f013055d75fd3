import type { ChannelOutput, OpenSession, Source } from '../../../src/shared/contract.ts';
import type { SessionInfo } from '../../../src/shared/session.ts';
import { defaultSettings } from '../../../src/shared/settings.ts';
import { dataEnd, dataStart } from './events.ts';
import { ledgerOf } from './ledger.ts';
import { events } from './review.ts';

/** What the fake main process knows. `?session=open&keychain=locked…` in the address sets the scene. */
export const wish = new URLSearchParams(location.search);
const is = <T extends string>(name: string, fallback: T): T => (wish.get(name) as T) ?? fallback;

export const scene = {
  info: {
    version: '0.1.0',
    electron: wish.has('standIn') ? '33.2.1' : '45.4.1',
    chromium: '156.0.0.0',
    standIn: wish.has('standIn'),
    keychain: is<'available' | 'absent' | 'locked'>('keychain', 'available'),
    systemLanguage: is<'ru' | 'en'>('language', 'ru'),
    systemZone: 'Europe/Moscow',
    platform: 'linux',
  } satisfies ChannelOutput<'app.info'>,
  settings: {
    ...defaultSettings,
    theme: is<'light' | 'dark' | 'system'>('theme', 'dark'),
    density: is<'compact' | 'comfortable'>('density', 'compact'),
  },
  empty: wish.has('empty'),
  /** Every call of this channel fails with this kind: `?fail=sessions.recent:internal`. */
  fail: wish.get('fail'),
};

export const sources: Source[] = scene.empty
  ? []
  : [
      {
        id: 'p1',
        kind: 'pachca',
        name: 'Пачка — Ромашка',
        address: 'https://api.pachca.com/api/shared/v1',
        token: scene.info.keychain === 'available' ? 'stored' : scene.info.keychain,
        sample: false,
        owner: null,
        addedAt: '2026-11-02T09:00:00.000Z',
      },
      {
        id: 'j1',
        kind: 'jayguard',
        name: 'Jay Guard',
        address: 'https://app.jayguard.com',
        token: 'run',
        sample: false,
        owner: null,
        addedAt: '2026-11-02T09:05:00.000Z',
      },
      {
        id: 'j2',
        kind: 'jayguard',
        name: 'Jay Guard, филиал в Казани',
        address: 'https://guard.kazan.example.com',
        token: 'missing',
        sample: false,
        owner: null,
        addedAt: '2026-11-12T09:05:00.000Z',
      },
    ];

const micro = (ms: number) => ms * 1000;

const of = (source: string) => events.filter((event) => event.source === source).length;

const ledger = ledgerOf(wish.get('ledger') ?? 'trouble', wish.has('jobs'));

/** What the session says of its events in each of the ledgers. */
function counted(): Pick<SessionInfo, 'quarantined' | 'conflicts' | 'flags' | 'details'> {
  const clean = scene.empty || wish.get('ledger') === 'clean';
  const jayguard = scene.empty ? 0 : of('jayguard');
  return {
    quarantined: clean ? 0 : 2,
    conflicts: clean ? 0 : 1,
    flags: clean
      ? { late: 0, gone: 0, changed: 0, own: 0 }
      : { late: 12, gone: 3, changed: 2, own: 214 },
    details: { fetched: clean ? jayguard : 3980, of: jayguard },
  };
}

export const sessionInfo: SessionInfo = {
  sessionId: 's1',
  name: 'Инцидент 2026-114',
  createdAt: '2026-11-22T06:00:00.000Z',
  schemaVersion: 1,
  cipher: 'AEGIS-256',
  events: scene.empty
    ? { pachca: 0, jayguard: 0 }
    : { pachca: of('pachca'), jayguard: of('jayguard') },
  ...counted(),
  first: scene.empty ? null : micro(dataStart + 1000),
  last: scene.empty ? null : micro(dataEnd),
  coverage: scene.empty ? [] : ledger.coverage,
  collections: scene.empty ? [] : ledger.collections,
};

export const openSession: OpenSession = {
  id: 's1',
  info: sessionInfo,
  fileName: 'incident-2026-114.vestigo',
  protection: scene.info.keychain === 'available' ? 'keychain' : 'passphrase',
};

export const recent: ChannelOutput<'sessions.recent'> = scene.empty
  ? []
  : [
      [
        's1',
        'Инцидент 2026-114',
        'incident-2026-114',
        '2026-11-22T06:40:00.000Z',
        'keychain',
        true,
      ],
      [
        's2',
        'Проверка доступа подрядчиков',
        'contractors',
        '2026-11-20T15:10:00.000Z',
        'passphrase',
        true,
      ],
      [
        's3',
        'Инцидент 2026-097: утечка договора',
        'incident-2026-097',
        '2026-10-02T11:24:00.000Z',
        'keychain',
        false,
      ],
    ].map(([id, name, file, openedAt, protection, exists]) => ({
      id: id as string,
      name: name as string,
      fileName: `${String(file)}.vestigo`,
      folder: 'Документы/Расследования',
      openedAt: openedAt as string,
      protection: protection as 'keychain' | 'passphrase',
      exists: exists as boolean,
    }));
