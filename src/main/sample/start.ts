import { plantedIn } from './incidents.ts';
import { startJayGuard, usualJayGuard, type JayGuardOptions } from './jayguard-service.ts';
import { startPachca, usualPachca, type PachcaOptions } from './pachca-service.ts';

export interface SampleOptions {
  /** The same seed, count and period give the same events. */
  seed?: number;
  /** Events of each service, any number: they are computed when asked for. */
  events?: number | { pachca: number; jayguard: number };
  /** The period, ISO 8601: events lie at or after `from` and before `end`. */
  from?: string;
  end?: string;
  /** 0: any free port. */
  ports?: { pachca: number; jayguard: number };
  pachca?: Partial<PachcaOptions>;
  jayguard?: Partial<JayGuardOptions>;
}

export type SampleServices = Awaited<ReturnType<typeof startSampleServices>>;

const day = 86_400_000;

/**
 * Both sample services on this machine, with data of one made-up company. Without options they hold
 * 5,000 events each over October 2026. Close them with `close()`.
 */
export async function startSampleServices(options: SampleOptions = {}) {
  const { seed = 1, events = 5000, ports = { pachca: 0, jayguard: 0 } } = options;
  const end = Date.parse(options.end ?? '2026-11-01T00:00:00Z');
  const from = options.from === undefined ? end - 31 * day : Date.parse(options.from);
  const counts = typeof events === 'number' ? { pachca: events, jayguard: events } : events;
  const spans = {
    pachca: { seed, count: counts.pachca, from, end },
    jayguard: { seed: seed + 1, count: counts.jayguard, from, end },
  };
  const ofJayGuard = { ...usualJayGuard, ...options.jayguard };
  const pachca = await startPachca(ports.pachca, spans.pachca, {
    ...usualPachca,
    ...options.pachca,
  });
  const jayguard = await startJayGuard(ports.jayguard, spans.jayguard, ofJayGuard);
  return {
    pachca,
    jayguard,
    /** The period that holds every generated event, ISO 8601, inclusive. */
    period: {
      from: new Date(from).toISOString(),
      to: new Date(end - 1).toISOString(),
    },
    /** The incidents in it and what only looks like one, by the ids of their events. */
    planted: plantedIn(spans, ofJayGuard.ids),
    async close(): Promise<void> {
      await Promise.all([pachca.close(), jayguard.close()]);
    },
  };
}
