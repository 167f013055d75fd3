import type {
  Bridge,
  ChannelInput,
  ChannelName,
  ChannelOutput,
  PushName,
  PushPayload,
  Source,
} from '../../../src/shared/contract.ts';
import { Failed, toFailure, type FailureKind } from '../../../src/shared/errors.ts';
import type { Settings } from '../../../src/shared/settings.ts';
import { bundlesOf } from './bundles.ts';
import { dataEnd, dataStart } from './events.ts';
import { findings } from './findings.ts';
import { keepJobs } from './jobs.ts';
import { marks } from './marks.ts';
import { people } from './people.ts';
import { overview } from './overview.ts';
import * as review from './review.ts';
import { privacyOf, seenRecord, seenRow } from './privacy.ts';
import { searches } from './searches.ts';
import { openSession, recent, scene, sessionInfo, sources, wish } from './world.ts';

type Handlers = {
  [N in ChannelName]: (input: ChannelInput<N>) => ChannelOutput<N> | Promise<ChannelOutput<N>>;
};

const listeners = new Map<PushName, Set<(payload: unknown) => void>>();
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

function push<N extends PushName>(name: N, payload: PushPayload<N>): void {
  for (const listener of listeners.get(name) ?? []) listener(payload);
}

let settings: Settings = scene.settings;
let session = wish.get('session') === 'open' ? openSession : null;
const exporting = { on: false };
const sum = '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb';
const jobs = keepJobs(push);

function open(): typeof openSession {
  session = openSession;
  return openSession;
}

function recordOf(row: number): ChannelOutput<'review.records'>[number] {
  const { event, raw } = seenRecord(review.event({ row }));
  return { row: event, raw };
}

const handlers: Handlers = {
  'app.info': () => scene.info,
  'settings.get': () => settings,
  'settings.set': (change) => {
    settings = { ...settings, ...(change as Partial<Settings>) };
    push('settings.changed', settings);
    return settings;
  },
  'sources.list': () => [...sources],
  'sources.save': ({ id, kind, name, address, token, keep }) => {
    const source: Source = {
      id: id ?? `n${sources.length}`,
      kind,
      name,
      address,
      token: token ? (keep === 'run' ? 'run' : 'stored') : 'missing',
      sample: false,
      owner: null,
      addedAt: new Date().toISOString(),
    };
    const at = sources.findIndex((one) => one.id === source.id);
    if (at >= 0) sources[at] = source;
    else sources.push(source);
    return source;
  },
  'sources.test': async ({ id }) => {
    await wait(400);
    if (id === 'j2') throw new Failed('source.no-token');
    return id === 'p1'
      ? {
          owner: { id: '501', name: 'Анна Соловьёва', email: 'a.soloveva@example.com' },
          scopes: ['audit_events:read', 'users:read', 'profile:read'],
          missingScopes: [],
          expiresAt: '2027-02-01T00:00:00.000Z',
        }
      : { owner: null, scopes: null, missingScopes: [], expiresAt: null };
  },
  'sources.remove': ({ id }) => {
    sources.splice(
      sources.findIndex((one) => one.id === id),
      1,
    );
    return undefined;
  },
  'sessions.recent': () => recent,
  'sessions.create': open,
  'sessions.open': ({ id, passphrase }) => {
    if (id === 's2' && passphrase === undefined) throw new Failed('session.no-key');
    if (id === 's2' && passphrase !== 'correct horse') throw new Failed('session.wrong-key');
    return open();
  },
  'sessions.current': () => session,
  'sessions.close': () => {
    session = null;
    push('session.closed', { failure: null });
    return undefined;
  },
  'sessions.forget': ({ id }) => {
    recent.splice(
      recent.findIndex((one) => one.id === id),
      1,
    );
    return undefined;
  },
  'sessions.showInFolder': () => undefined,
  'sample.start': async () => {
    await wait(600);
    const samples = (['pachca', 'jayguard'] as const).map((kind) => ({
      id: `sample-${kind}`,
      kind,
      name: kind === 'pachca' ? 'Пачка (пример)' : 'Jay Guard (пример)',
      address: 'http://127.0.0.1:40123',
      token: 'run' as const,
      sample: true,
      owner: null,
      addedAt: new Date().toISOString(),
    }));
    sources.unshift(...samples);
    const period = { from: dataStart * 1000, to: dataEnd * 1000 };
    return { session: open(), sources: samples, ...period };
  },
  'collect.start': (order) => {
    jobs.start(order);
    return undefined;
  },
  'collect.details': ({ sourceId }) => {
    jobs.details(sourceId);
    return undefined;
  },
  'collect.updateSession': ({ id, passphrase }) => {
    if (id === 's2' && passphrase === undefined) throw new Failed('session.no-key', { id });
    if (id === 's2' && passphrase !== 'correct horse') throw new Failed('session.wrong-key');
    return { jobs: jobs.updateSession() };
  },
  'collect.pause': ({ jobId }) => {
    jobs.pause(jobId);
    return undefined;
  },
  'collect.resume': ({ jobId }) => {
    jobs.resume(jobId);
    return undefined;
  },
  'collect.cancel': ({ jobId }) => {
    jobs.cancel(jobId);
    return undefined;
  },
  'collect.jobs': () => jobs.list(),
  'review.rows': (input) => review.rows(input).map(seenRow),
  'review.count': ({ selection }) => ({
    matching: review.select(selection).length,
    total: review.events.length,
  }),
  'review.position': ({ selection, sort, row }) => {
    const sorted = review.rows({ selection, sort, offset: 0, limit: Number.MAX_SAFE_INTEGER });
    const at = sorted.findIndex((one) => one.row === row);
    return at < 0 ? null : at;
  },
  'review.event': (input) => seenRecord(review.event(input)),
  'review.neighbours': (input) => {
    const { after, before } = review.neighbours(input);
    return { after: after.map(seenRow), before: before.map(seenRow) };
  },
  'review.compare': review.compare,
  'review.records': ({ rows }) => rows.map(recordOf),
  'review.copy': ({ rows }) => ({ text: JSON.stringify(rows.map(recordOf)), rows: rows.length }),
  'review.facet': review.facet,
  'review.detailKeys': review.detailKeys,
  'review.histogram': review.histogram,
  'review.overview': overview,
  'marks.tags': marks.tags,
  'marks.tag': marks.tag,
  'marks.note': marks.note,
  'marks.undo': () => null,
  'marks.redo': () => null,
  'marks.saveTag': marks.saveTag,
  'marks.history': marks.history,
  ...searches,
  ...bundlesOf((progress) => push('bundle.progress', progress)),
  ...privacyOf((state) => push('privacy.changed', state)),
  ...people,
  ...findings,
  'review.quarantine': () => [
    {
      id: 1,
      source: 'pachca',
      collectionId: 1,
      receivedAt: '2026-11-22T06:12:00.000Z',
      raw: '{"id":"q1","created_at":"yesterday"}',
      reason: 'created_at',
    },
    {
      id: 2,
      source: 'jayguard',
      collectionId: 2,
      receivedAt: '2026-11-22T06:24:00.000Z',
      raw: '{"eventId":null,"createdAt":"2026-11-20T10:00:00Z","action":"deny"}',
      reason: 'eventId',
    },
  ],
  'quarantine.reread': () => ({ read: 1, newEvents: 1, left: 1 }),
  'quarantine.export': () => ({ fileName: 'quarantine.ndjson', rows: 2, sha256: sum }),
  'session.info': () => sessionInfo,
  'export.start': async ({ selection, format }) => {
    exporting.on = true;
    const of = review.select(selection).length;
    for (let step = 1; step <= 10 && exporting.on; step += 1) {
      push('export.progress', { rows: Math.round((of * step) / 10), of });
      if (wish.has('freeze') && step === Number(wish.get('freeze'))) await wait(1e8);
      await wait(150);
    }
    if (!exporting.on) throw new Failed('cancelled');
    exporting.on = false;
    return {
      fileName: `incident-2026-114.${format}`,
      rows: of,
      sha256: sum,
    };
  },
  'export.cancel': () => {
    exporting.on = false;
    return undefined;
  },
  'export.showInFolder': () => undefined,
  'import.start': async () => {
    for (let step = 1; step <= 10; step += 1) {
      push('import.progress', { bytes: step * 4_100_000, of: 41_000_000, events: step * 2100 });
      await wait(150);
    }
    return sessionInfo.collections.find(({ origin }) => origin === 'import') ?? null;
  },
  'import.cancel': () => undefined,
  'review.cancel': () => undefined,
  'clipboard.write': () => undefined,
};

/** `window.vestigo` with nothing behind it but memory. Answers are cloned, as a real border does. */
export const fakeBridge: Bridge = {
  async invoke(channel, input) {
    try {
      if (scene.fail?.startsWith(`${channel}:`)) {
        throw new Failed(scene.fail.slice(channel.length + 1) as FailureKind, { type: 'Error' });
      }
      const handler = handlers[channel] as (input: unknown) => unknown;
      return structuredClone({ ok: true, value: await handler(input) });
    } catch (error) {
      return { ok: false, error: toFailure(error) };
    }
  },
  on(name, listener) {
    const all = listeners.get(name) ?? new Set();
    listeners.set(name, all.add(listener));
    return () => all.delete(listener);
  },
};
