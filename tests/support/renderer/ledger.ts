import type { Failure } from '../../../src/shared/errors.ts';
import {
  noCounts,
  type Collection,
  type Counts,
  type Coverage,
  type LedgerWindow,
  type WindowStatus,
} from '../../../src/shared/session.ts';
import * as events from './events.ts';
import * as review from './review.ts';

type Stretch = [from: number, to: number, status: WindowStatus, reason?: Failure];

const hour = 3_600_000;
/** Whole hours, and the end of a day that belongs to it. */
const dataStart = events.dataStart + 1000;
const dataEnd = events.dataEnd + 999;
const rounded = ({ from, to }: typeof review.gap) => ({ from: from + 1000, to: to + 1000 });
const gap = rounded(review.gap);
const thin = rounded(review.thin);
/** Up to here the first collections reach; what is later was interrupted. */
const evening = dataEnd + 1 - 12 * hour;
const jayguard = { source: 'jayguard', address: 'https://app.jayguard.com' } as const;
const anna = { id: '501', name: 'Анна Соловьёва', email: 'a.soloveva@example.com' };

const first = '2026-11-22T06:10:00.000Z';

const usual: Counts = {
  ...noCounts,
  requests: 402,
  retries: 3,
  waitedMs: 8000,
  pages: 399,
  received: 19_920,
  newEvents: 19_804,
  duplicates: 116,
};

function collection(id: number, part: Partial<Collection>, stretches: Stretch[]): Collection {
  return {
    id,
    origin: 'service',
    purpose: 'events',
    source: 'pachca',
    address: 'https://api.pachca.com/api/shared/v1',
    from: dataStart * 1000,
    to: dataEnd * 1000,
    filters: {},
    withDetails: false,
    selection: null,
    owner: anna,
    clockOffsetMs: 420,
    refresh: false,
    overlapMs: null,
    filterIgnored: false,
    stop: null,
    startedAt: first,
    finishedAt: new Date(Date.parse(part.startedAt ?? first) + 250_000).toISOString(),
    version: '0.1.0',
    status: 'complete',
    ...part,
    windows: stretches.map((stretch, index) => windowOf(id * 1000 + index, stretch)),
  };
}

function windowOf(id: number, [from, to, status, reason]: Stretch): LedgerWindow {
  const begun = status !== 'pending';
  const mark = (time: number) => ({ id: `01JD${String(id).padStart(10, '0')}`, time: time * 1000 });
  const received = usual.received - ((id * 613) % 9000);
  const counts = begun ? { ...usual, received, newEvents: received - 116 } : noCounts;
  return {
    id,
    from: from * 1000,
    to: to * 1000,
    status,
    reason: reason ?? null,
    position: null,
    counts,
    first: begun ? mark(from + 61_000) : null,
    last: begun ? mark(to - 137_000) : null,
  };
}

/** An hour each, as many as fit. */
function hourly(from: number, to: number, status: (index: number) => WindowStatus): Stretch[] {
  return Array.from({ length: Math.ceil((to - from) / hour) }, (_, index) => {
    const start = from + index * hour;
    return [start, Math.min(to, start + hour) - (start + hour <= to ? 1 : 0), status(index)];
  });
}

/** Sets counts of a collection's first window. */
function counting(one: Collection, counts: Partial<Counts>): Collection {
  const [first, ...others] = one.windows;
  if (!first) return one;
  return { ...one, windows: [{ ...first, counts: { ...first.counts, ...counts } }, ...others] };
}

/** How a collection that runs in the fake ends. */
export const finished = collection(90, {}, [[dataStart, dataEnd, 'complete']]);

const failing: Failure = { kind: 'service.unavailable', params: { status: 503 } };

export const runningCollection = collection(
  80,
  { status: 'running', finishedAt: null, startedAt: '2026-11-22T09:20:00.000Z' },
  hourly(dataStart, dataEnd, (index) => {
    if (index === 61) return 'partial';
    if (index > 58) return 'complete';
    return index > 52 ? 'running' : 'pending';
  }).map(([from, to, status]) =>
    status === 'partial' ? [from, to, status, failing] : [from, to, status],
  ),
);

const troubled: Collection[] = [
  counting(
    collection(
      1,
      { to: gap.from * 1000 - 1 },
      hourly(dataStart, gap.from, () => 'complete'),
    ),
    { quarantined: 2, outOfWindow: 12 },
  ),
  collection(
    2,
    {
      from: thin.from * 1000,
      to: evening * 1000 - 1,
      status: 'partial',
      startedAt: '2026-11-22T06:18:00.000Z',
    },
    [
      [
        thin.from,
        thin.to - 1,
        'partial',
        { kind: 'network.unreachable', params: { code: 'ECONNRESET' } },
      ],
      ...hourly(thin.to, evening, () => 'complete'),
    ],
  ),
  collection(
    3,
    {
      ...jayguard,
      owner: null,
      clockOffsetMs: null,
      withDetails: true,
      filterIgnored: true,
      filters: { application: 'gigaChat' },
      status: 'partial',
      stop: 'cancelled',
      startedAt: '2026-11-22T06:20:00.000Z',
    },
    [
      [dataStart, thin.to - 1, 'complete'],
      [thin.to, dataEnd, 'partial', { kind: 'service.rate-limited', params: {} }],
    ],
  ),
  collection(
    4,
    {
      status: 'failed',
      from: (dataEnd - 6 * hour) * 1000,
      filters: { eventKey: 'user_2fa_fail' },
      startedAt: '2026-11-22T06:31:00.000Z',
      finishedAt: '2026-11-22T06:31:02.000Z',
    },
    [[dataEnd - 6 * hour, dataEnd, 'failed', { kind: 'service.unauthorized', params: {} }]],
  ),
  collection(
    5,
    {
      origin: 'import',
      address: 'audit-november.ndjson',
      from: null,
      to: null,
      owner: null,
      clockOffsetMs: null,
      startedAt: '2026-11-22T06:33:00.000Z',
    },
    [[dataStart, dataEnd, 'complete']],
  ),
  counting(
    collection(
      6,
      {
        refresh: true,
        clockOffsetMs: 7_262_000,
        to: gap.from * 1000 - 1,
        startedAt: '2026-11-22T08:05:00.000Z',
        finishedAt: '2026-11-22T08:09:31.000Z',
      },
      [[dataStart, gap.from - 1, 'complete']],
    ),
    { newEvents: 12, late: 12, duplicates: 19_905, vanished: 3, conflicts: 1 },
  ),
  collection(
    7,
    {
      ...jayguard,
      purpose: 'details',
      from: null,
      to: null,
      owner: null,
      selection: { query: 'rule:person', zone: 'Europe/Moscow', period: null },
      startedAt: '2026-11-22T08:12:00.000Z',
      finishedAt: '2026-11-22T08:12:48.000Z',
    },
    [[dataStart, dataEnd, 'complete']],
  ),
  collection(
    8,
    {
      from: evening * 1000,
      overlapMs: 900_000,
      status: 'partial',
      stop: 'interrupted',
      startedAt: '2026-11-22T08:40:00.000Z',
      finishedAt: null,
    },
    [
      [evening, evening + 4 * hour - 1, 'pending'],
      [evening + 4 * hour, evening + 8 * hour - 1, 'partial', failing],
      [evening + 8 * hour, dataEnd, 'complete'],
    ],
  ),
];

const whole: Collection[] = [
  collection(
    1,
    {},
    hourly(dataStart, dataEnd, () => 'complete'),
  ),
  collection(
    2,
    {
      ...jayguard,
      owner: null,
      withDetails: true,
      startedAt: '2026-11-22T06:20:00.000Z',
      finishedAt: '2026-11-22T06:21:14.000Z',
    },
    [[dataStart, dataEnd, 'complete']],
  ),
];

const everything = { from: dataStart * 1000, to: dataEnd * 1000, state: 'complete' } as const;
const wholeCoverage: Coverage[] = [
  { source: 'pachca', ...everything },
  { source: 'jayguard', ...everything },
];

const troubledCoverage: Coverage[] = [
  { source: 'pachca', from: dataStart * 1000, to: gap.from * 1000 - 1, state: 'complete' },
  { source: 'pachca', from: thin.from * 1000, to: thin.to * 1000 - 1, state: 'partial' },
  { source: 'pachca', from: thin.to * 1000, to: evening * 1000 - 1, state: 'complete' },
  {
    source: 'pachca',
    from: (evening + 4 * hour) * 1000,
    to: (evening + 8 * hour) * 1000 - 1,
    state: 'partial',
  },
  {
    source: 'pachca',
    from: (evening + 8 * hour) * 1000,
    to: dataEnd * 1000,
    state: 'complete',
  },
  { source: 'jayguard', from: dataStart * 1000, to: dataEnd * 1000, state: 'partial' },
];

/** `trouble`: a bit of everything; `but`: all there, with reservations; `clean`: nothing to say. */
export function ledgerOf(
  scene: string,
  isRunning: boolean,
): { collections: Collection[]; coverage: Coverage[] } {
  const running = isRunning ? [runningCollection] : [];
  if (scene === 'clean') return { collections: [...whole, ...running], coverage: wholeCoverage };
  if (scene === 'but') {
    const refreshed = troubled.filter(({ refresh }) => refresh);
    return { collections: [...whole, ...refreshed, ...running], coverage: wholeCoverage };
  }
  // With one that runs, the one before it has not been interrupted.
  const before = isRunning ? troubled.slice(0, -1) : troubled;
  return { collections: [...before, ...running], coverage: troubledCoverage };
}
