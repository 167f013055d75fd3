import type { ChannelOutput, OpenSession, Source } from '../../../src/shared/contract.ts';
import type { Failure } from '../../../src/shared/errors.ts';
import { noCounts, type Collection, type SessionInfo } from '../../../src/shared/session.ts';
import { defaultSettings } from '../../../src/shared/settings.ts';
import { dataEnd, dataStart } from './events.ts';
import { events, gap, thin } from './review.ts';

/** What the fake main process knows. `?session=open&keychain=locked…` in the address sets the scene. */
const wish = new URLSearchParams(location.search);
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
        addedAt: '2026-11-02T09:00:00.000Z',
      },
      {
        id: 'j1',
        kind: 'jayguard',
        name: 'Jay Guard',
        address: 'https://app.jayguard.com',
        token: 'run',
        sample: false,
        addedAt: '2026-11-02T09:05:00.000Z',
      },
      {
        id: 'j2',
        kind: 'jayguard',
        name: 'Jay Guard, филиал в Казани',
        address: 'https://guard.kazan.example.com',
        token: 'missing',
        sample: false,
        addedAt: '2026-11-12T09:05:00.000Z',
      },
    ];

const micro = (ms: number) => ms * 1000;

function collection(
  id: number,
  part: Partial<Collection>,
  windows: [from: number, to: number, status: Collection['status'], reason?: Failure][],
): Collection {
  return {
    id,
    origin: 'service',
    source: 'pachca',
    address: 'https://api.pachca.com/api/shared/v1',
    from: micro(dataStart),
    to: micro(dataEnd),
    filters: {},
    withDetails: false,
    startedAt: '2026-11-22T06:10:00.000Z',
    finishedAt: '2026-11-22T06:14:10.000Z',
    version: '0.1.0',
    status: 'complete',
    ...part,
    windows: windows.map(([from, to, status, reason], index) => ({
      id: id * 10 + index,
      from: micro(from),
      to: micro(to),
      status,
      reason: reason ?? null,
      position: null,
      counts: {
        ...noCounts,
        requests: 402,
        retries: 3,
        waitedMs: 8000,
        pages: 399,
        received: 19_920,
        newEvents: 19_804,
        duplicates: 116,
        outOfWindow: 12,
      },
    })),
  };
}

const collections = [
  collection(1, { status: 'partial' }, [
    [dataStart, gap.from, 'complete'],
    [
      thin.from,
      thin.to,
      'partial',
      { kind: 'network.unreachable', params: { code: 'ECONNRESET' } },
    ],
    [thin.to, dataEnd, 'complete'],
  ]),
  collection(
    2,
    {
      source: 'jayguard',
      address: 'https://app.jayguard.com',
      withDetails: true,
      filters: { application: 'gigaChat' },
      status: 'partial',
      startedAt: '2026-11-22T06:20:00.000Z',
    },
    [
      [dataStart, thin.to, 'complete'],
      [thin.to, dataEnd, 'partial', { kind: 'service.rate-limited', params: {} }],
    ],
  ),
  collection(
    3,
    {
      status: 'failed',
      filters: { eventKey: 'user_2fa_fail' },
      startedAt: '2026-11-22T06:31:00.000Z',
    },
    [[dataEnd - 6 * 3_600_000, dataEnd, 'failed', { kind: 'service.unauthorized', params: {} }]],
  ),
  collection(
    4,
    {
      origin: 'import',
      address: 'audit-november.ndjson',
      from: null,
      to: null,
      startedAt: '2026-11-22T06:33:00.000Z',
    },
    [[dataStart, dataEnd, 'complete']],
  ),
];

/** How a collection that runs in the fake ends. */
export const finished = collection(5, {}, [[dataStart, dataEnd, 'complete']]);

const of = (source: string) => events.filter((event) => event.source === source).length;

export const sessionInfo: SessionInfo = {
  sessionId: 's1',
  name: 'Инцидент 2026-114',
  createdAt: '2026-11-22T06:00:00.000Z',
  schemaVersion: 1,
  events: scene.empty
    ? { pachca: 0, jayguard: 0 }
    : { pachca: of('pachca'), jayguard: of('jayguard') },
  quarantined: scene.empty ? 0 : 2,
  conflicts: 0,
  details: { fetched: 3980, of: of('jayguard') },
  first: scene.empty ? null : micro(dataStart),
  last: scene.empty ? null : micro(dataEnd),
  coverage: scene.empty
    ? []
    : [
        { source: 'pachca', from: micro(dataStart), to: micro(gap.from), state: 'complete' },
        { source: 'pachca', from: micro(thin.from), to: micro(thin.to), state: 'partial' },
        { source: 'pachca', from: micro(thin.to), to: micro(dataEnd), state: 'complete' },
      ],
  collections: scene.empty ? [] : collections,
};

export const openSession: OpenSession = {
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
