import assert from 'node:assert/strict';
import { faultKinds, overlapping, type FaultKind } from '../../../src/main/sample/faults.ts';
import { connectors } from '../../../src/main/connectors/registry.ts';
import type { FailureKind } from '../../../src/shared/errors.ts';
import type { SourceKind } from '../../../src/shared/event.ts';
import { compare, equal } from '../compare.ts';
import type { Inspected } from './inspect.ts';
import { startWorld, type Troubles, type World } from './world.ts';
import type { Way } from './ways.ts';

export interface Case extends Troubles {
  name: string;
  /** `complete` at the first attempt; else the exit status and the reason in the ledger. */
  ends: 'complete' | { code: number; reason: FailureKind };
  /** What more has to hold when it is complete. */
  check?: (world: World, inspected: Inspected) => void;
}

/** Some answers are faults; the client gets over them. */
function passing(name: string, kind: FaultKind, more: Partial<Case> = {}): Case {
  const faults = { kinds: [kind], share: 0.3 };
  return { name, faults, ends: 'complete', check: troubled, ...more };
}

/** From the ninth answer on nothing goes well any more, until it is mended. */
function lasting(name: string, kind: FaultKind, code: number, reason: FailureKind): Case {
  const faults = { kinds: [kind], after: 8, inRow: Infinity };
  return { name, faults, ends: { code, reason }, check: troubled };
}

function troubled({ faults }: World): void {
  assert.ok(faults.count() > 0, 'no answer was a fault');
}

const big = 5 * 1024 * 1024;
/** Letters of two bytes that do not pack to nothing. */
const bigText = Array.from({ length: big / 2 }, (_, at) =>
  String.fromCharCode(0x430 + ((at * at) % 29)),
).join('');

/** Each fault of "Must be shown" 1 in issue 3. */
export const cases: readonly Case[] = [
  passing('429 with Retry-After in seconds', 'too-many', {
    faults: { kinds: ['too-many'], share: 0.3, inRow: 1, retryAfter: 1 },
  }),
  passing('429 with Retry-After as a date', 'too-many-by-date', {
    faults: { kinds: ['too-many-by-date'], share: 0.3, inRow: 1, retryAfter: 2 },
  }),
  passing('429 without Retry-After', 'too-many-bare'),
  passing('500, 502, 503', 'server-error'),
  passing('a reset in the middle of a body', 'reset'),
  passing('truncated JSON', 'truncated'),
  passing('a body truncated after packing', 'truncated-gzip'),
  passing('HTML with status 200', 'html'),
  passing('stalls before the head and in the body', 'stall', {
    faults: { kinds: ['stall'], share: 0.2, stallMs: 400 },
  }),
  passing('gzip, deflate, brotli and none', 'encodings', {
    faults: { kinds: ['encodings'], inRow: Infinity },
  }),
  lasting('JSON of another form', 'wrong-shape', 3, 'service.wrong-shape'),
  lasting('a service that stays out of order', 'html', 3, 'service.not-json'),
  lasting('a token revoked half-way: 401', 'revoked', 4, 'service.unauthorized'),
  lasting('a token revoked half-way: 403', 'forbidden', 4, 'service.scope'),
  {
    ...lasting('a redirect to another host', 'redirect', 3, 'service.redirected'),
    check: ({ strayTokens }) => assert.deepEqual(strayTokens, [], 'it was followed'),
  },
  {
    name: 'an expired cursor',
    faults: { kinds: ['expired-cursor'], share: 0.3, inRow: 1 },
    ends: 'complete',
    check: troubled,
  },
  {
    name: 'one malformed event in a good page',
    prepare: (archive) => archive.rewrite(60, (raw) => raw.replace(/"created_?[aA]t"/, '"lost"')),
    ends: 'complete',
    check: (_, { info }) => assert.equal(info.quarantined, 1),
  },
  {
    name: 'duplicates over pages',
    layers: [overlapping(3)],
    ends: 'complete',
    check(_, { info }) {
      const sum = info.collections.flatMap(({ windows }) => windows.map(({ counts }) => counts));
      assert.ok(sum.reduce((all, { duplicates }) => all + duplicates, 0) >= 3, 'no duplicates');
    },
  },
  {
    name: 'events arriving meanwhile, at the time of arrival',
    meanwhile: (archive) => archive.happen(Date.now()),
    ends: 'complete',
    check: ({ archive, atFirst }) => assert.ok(archive.total() > atFirst, 'nothing arrived'),
  },
  {
    name: 'an event of 5 MB',
    prepare: (archive) => archive.rewrite(77, (raw) => raw.replace(/\}$/, `,"big":"${bigText}"}`)),
    ends: 'complete',
    check: (_, { events }) => assert.ok(events.some(({ raw }) => raw.length > big / 2)),
  },
  {
    name: 'a clock two hours off',
    pachca: { clockOffMs: 7_200_000 },
    jayguard: { clockOffMs: 7_200_000 },
    faults: { kinds: ['too-many-by-date'], share: 0.3, inRow: 1, retryAfter: 1 },
    ends: 'complete',
    check(_, { info }) {
      const off = info.collections[0]?.clockOffsetMs ?? 0;
      assert.ok(Math.abs(off - 7_200_000) < 5000, `the ledger has the clock off by ${off} ms`);
    },
  },
  {
    name: 'latency',
    pachca: { latencyMs: 100 },
    jayguard: { latencyMs: 100 },
    ends: 'complete',
  },
];

/** Every kind of fault there is has a case. */
export const covered = faultKinds.every((kind) =>
  cases.some(({ faults }) => faults?.kinds.includes(kind)),
);

/**
 * Collects in spite of it: complete and equal to the source, or partial and honest and then, when
 * the fault is gone, complete by going on. Throws what does not hold.
 */
export async function prove(one: Case, kind: SourceKind, way: Way, session: string): Promise<void> {
  const world = await startWorld(kind, one);
  try {
    const { service, period } = world;
    const asked = { kind, service, session, period };
    const code = await way.collect(asked);
    let inspected = await way.inspect(session);
    checkHonest(world, inspected);
    if (one.ends !== 'complete') {
      const { reason } = one.ends;
      const [collection] = inspected.info.collections;
      const reasons = collection?.windows.map((window) => window.reason?.kind);
      assert.equal(collection?.status, 'partial');
      assert.ok(reasons?.includes(reason), `${reasons?.join()} instead of ${reason}`);
      assert.equal(code, one.ends.code);
      world.faults.mend();
      assert.equal(await way.collect(asked), 0, 'mended, and not complete');
      inspected = await way.inspect(session);
    } else assert.equal(code, 0, JSON.stringify(inspected.info.collections, null, 1));
    checkComplete(world, inspected);
    checkRequests(world, inspected, one.ends !== 'complete');
    one.check?.(world, inspected);
  } finally {
    await world.close();
  }
}

/**
 * What the ledger calls complete is complete, and nothing is there that the source never had.
 * `known`: what the source had when the collection began; what arrived meanwhile may be missing.
 */
export function checkHonest(
  { kind, service }: World,
  { events, info }: Inspected,
  known: Iterable<string> = service.events(),
): void {
  const source = sourceOf(kind, known);
  const here = new Set(events.map(({ raw }) => raw));
  const there = new Set(service.events());
  assert.deepEqual(
    [...here].filter((raw) => !there.has(raw)),
    [],
    'not from the source',
  );
  for (const { windows, purpose } of info.collections) {
    if (purpose === 'details') continue;
    for (const { from, to, status } of windows) {
      if (status !== 'complete') continue;
      const inside = source.filter(({ time }) => time !== null && time >= from && time <= to);
      const missing = inside.filter(({ raw }) => !here.has(raw));
      assert.equal(missing.length, 0, `${missing.length} missing of a window called complete`);
    }
  }
}

/** Everything the source has of the period is there, to the letter, and the ledger says so. */
export function checkComplete({ kind, service, period }: World, inspected: Inspected): void {
  const { info, events } = inspected;
  const [from, to] = [Date.parse(period.from) * 1000, (Date.parse(period.to) + 1) * 1000];
  const source = sourceOf(kind, service.events());
  const inside = source.filter(({ time }) => time !== null && time >= from && time < to);
  const unreadable = source.filter(({ time }) => time === null);
  const found = compare(
    events.map(({ raw }) => raw),
    inside.map(({ raw }) => raw),
  );
  assert.deepEqual(found, equal);
  assert.equal(info.quarantined, unreadable.length);
  const asked = info.collections.filter(({ purpose, refresh }) => purpose === 'events' && !refresh);
  assert.equal(asked.length, 1, 'another collection instead of going on');
  assert.ok(info.collections.every(({ status }) => status === 'complete'));
  assert.deepEqual(
    info.coverage.map(({ state }) => state),
    ['complete'],
  );
}

/**
 * Every request for events that the service has seen is in the ledger, whatever came of it. One that
 * was stopped on its way may not have arrived.
 */
function checkRequests({ service }: World, { info }: Inspected, wasStopped: boolean): void {
  const sent = service.log.filter(({ path }) => /audit[_/-](?:events|list)/.test(path)).length;
  const windows = info.collections.flatMap((one) => (one.purpose === 'events' ? one.windows : []));
  const told = windows.reduce((sum, { counts }) => sum + counts.requests, 0);
  assert.ok(told === sent || (wasStopped && told > sent), `${told} requests told, ${sent} sent`);
}

/** Every event has its details, to the letter. */
export function checkDetails({ service, details }: World, { events }: Inspected): void {
  const raws = [...service.events()];
  const wanted = new Map(Array.from(details(), (one, at) => [raws[at], one]));
  for (const { raw, rawDetails } of events) assert.equal(rawDetails, wanted.get(raw));
}

function sourceOf(kind: SourceKind, raws: Iterable<string>) {
  return Array.from(raws, (raw) => ({ raw, time: timeOf(kind, raw) }));
}

/** µs; null for what cannot be read. */
function timeOf(kind: SourceKind, raw: string): number | null {
  try {
    return connectors[kind].read(raw).time;
  } catch {
    return null;
  }
}
