import type { Past } from '../../../src/main/sample/archive.ts';
import { startElsewhere } from '../../../src/main/sample/elsewhere.ts';
import { faulty, type Faulty, type FaultOptions } from '../../../src/main/sample/faults.ts';
import type { JayGuardOptions } from '../../../src/main/sample/jayguard-service.ts';
import type { PachcaOptions } from '../../../src/main/sample/pachca-service.ts';
import type { Layer, LogLine } from '../../../src/main/sample/server.ts';
import { startSampleServices } from '../../../src/main/sample/start.ts';
import type { SourceKind } from '../../../src/shared/event.ts';

/** A service in trouble, and how it differs from the usual one. */
export interface Troubles {
  events?: number;
  seed?: number;
  period?: { from: string; end: string };
  pachca?: Partial<PachcaOptions>;
  jayguard?: Partial<JayGuardOptions>;
  faults?: Omit<FaultOptions, 'seed' | 'elsewhere'>;
  layers?: Layer[];
  /** What is different about its events from the beginning. */
  prepare?: (archive: Past, period: { from: number; end: number }) => void;
  /** What happens in it after each answer. */
  meanwhile?: (archive: Past, request: number) => void;
}

export interface World {
  kind: SourceKind;
  service: { address: string; token: string; events: () => Iterable<string>; log: LogLine[] };
  archive: Past;
  /** How many events there were at the start. */
  atFirst: number;
  details: () => Iterable<string>;
  jayguard: JayGuardOptions;
  /** Holds every event there was at the start, ISO 8601, inclusive. */
  period: { from: string; to: string };
  faults: Faulty;
  /** Tokens that arrived at the host to which redirects lead, one for each visit. */
  strayTokens: (string | null)[];
  close(): Promise<void>;
}

/** Some pages in some windows: not many where five requests a second are where one begins. */
const usual = {
  pachca: { events: 500, period: { from: '2026-10-06T00:00:00Z', end: '2026-10-08T00:00:00Z' } },
  jayguard: { events: 120, period: { from: '2026-10-06T00:00:00Z', end: '2026-10-07T00:00:00Z' } },
};

/** Without options: a day or two in October, without a rate limit. */
export async function startWorld(kind: SourceKind, troubles: Troubles = {}): Promise<World> {
  const {
    events = usual[kind].events,
    seed = 1,
    period = usual[kind].period,
    layers = [],
    meanwhile,
  } = troubles;
  const elsewhere = await startElsewhere();
  const none = { kinds: [], share: 0 };
  const faults = faulty({ ...(troubles.faults ?? none), seed, elsewhere: elsewhere.origin });
  const watching: Layer = async (request, next) => {
    const answer = await next(request);
    meanwhile?.(archive, request.number);
    return answer;
  };
  // Without an answer to whose token it is, a run is of nobody that the ledger knows (decision 0012).
  const aimed: Layer = (request, next) =>
    request.url.pathname.includes('audit') ? faults.layer(request, next) : next(request);
  const common = { rateLimit: null, layers: [aimed, ...layers, watching] };
  const services = await startSampleServices({
    ...period,
    seed,
    events: { pachca: 0, jayguard: 0, [kind]: events },
    pachca: { ...common, ...troubles.pachca },
    jayguard: { ...common, cap: 30, ...troubles.jayguard },
  });
  const service = services[kind];
  const archive: Past = service.archive;
  troubles.prepare?.(archive, { from: Date.parse(period.from), end: Date.parse(period.end) });
  return {
    kind,
    service,
    archive,
    atFirst: archive.total(),
    details: () => services.jayguard.details(),
    jayguard: services.jayguard.options,
    period: services.period,
    faults,
    strayTokens: elsewhere.tokens,
    close: async () => void (await Promise.all([services.close(), elsewhere.close()])),
  };
}
