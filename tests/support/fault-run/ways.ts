import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { exitCodeOfCollect } from '../../../src/main/cli/summary.ts';
import { collect } from '../../../src/main/collection/collect.ts';
import { createMeter } from '../../../src/main/collection/meter.ts';
import type { Plan } from '../../../src/main/collection/plan.ts';
import type { Connector } from '../../../src/main/connectors/connector.ts';
import type { Clock } from '../../../src/main/connectors/kit/clock.ts';
import { createHttpClient, type Limits } from '../../../src/main/connectors/kit/http.ts';
import { connectors } from '../../../src/main/connectors/registry.ts';
import { createSession, openSession } from '../../../src/main/store/open-session.ts';
import type { SessionKey } from '../../../src/main/store/session-store.ts';
import type { SourceKind } from '../../../src/shared/event.ts';
import { parseInstant } from '../../../src/shared/instant.ts';
import { passphrase } from '../command-line.ts';
import { startCollecting, type Service } from './command-line.ts';
import { inspectFile, never, type Inspected } from './inspect.ts';

export interface Asked {
  kind: SourceKind;
  service: Service;
  session: string;
  /** ISO 8601, both inside. */
  period: { from: string; to: string };
  withDetails?: boolean;
  refresh?: boolean;
}

/** A way to collect into a file, and to look at it afterwards. */
export interface Way {
  /** Returns the exit status of the command line. */
  collect(asked: Asked): Promise<number | null>;
  inspect(session: string): Promise<Inspected>;
}

/** The real command line in a process of its own. */
export const outside: Way = {
  async collect({ withDetails = false, refresh = false, ...words }) {
    const more = [...(withDetails ? ['--with-details'] : []), ...(refresh ? ['--refresh'] : [])];
    return (await startCollecting({ ...words, more }).ended).code;
  },
  inspect: (session) => inspectFile(session, { passphrase }),
};

export const key: SessionKey = { key: new Uint8Array(32).fill(7) };
/**
 * A clock on which long pauses take a twentieth: what a pause is for is tested apart. Short ones are
 * real, because latency is measured by the same clock, and a service must not look slow.
 */
function hastyClock(): Clock {
  let skipped = 0;
  const elapsed = (): number => performance.now() + skipped;
  return {
    now: () => Date.now(),
    elapsed,
    async sleep(milliseconds, signal) {
      const until = elapsed() + milliseconds;
      await pause(milliseconds < 100 ? milliseconds : milliseconds / 20, undefined, { signal });
      skipped = Math.max(skipped, until - performance.now());
    },
  };
}

export interface HereOptions {
  limits?: Partial<Limits>;
  plan?: Plan;
  mostUnderWay?: number;
}

/** In this process and in haste, so that thousands of mixtures take minutes. */
export function here({ limits, plan, mostUnderWay }: HereOptions = {}): Way {
  return {
    async collect({ kind, service, session, period, withDetails = false, refresh = false }) {
      const connector: Connector = connectors[kind];
      const address = connector.normalizeAddress(service.address);
      const meter = createMeter((url, init) => fetch(url, init));
      const http = createHttpClient({
        address,
        token: service.token,
        rate: 500,
        fetch: meter.fetch,
        onWait: meter.onWait,
        clock: hastyClock(),
        ...(mostUnderWay === undefined ? {} : { mostUnderWay }),
        limits: { pauseMs: 5, ...limits },
      });
      const isThere = existsSync(session);
      const options = { path: session, key, version: 'test' };
      const store = await (isThere
        ? openSession(options)
        : createSession({ ...options, name: 'x' }));
      try {
        const order = {
          address,
          from: instant(period.from),
          to: instant(period.to),
          filters: {},
          withDetails,
          withNames: false,
          refresh,
        };
        const context = { connector, http, meter, store, signal: never, ...(plan && { plan }) };
        const { collection, failure } = await collect(order, context);
        const status = collection.status === 'running' ? 'partial' : collection.status;
        return exitCodeOfCollect(status, failure);
      } finally {
        await store.close();
      }
    },
    inspect: (session) => inspectFile(session, key),
  };
}

export function instant(text: string): number {
  const time = parseInstant(text);
  if (time === null) throw new Error(`Not an instant: ${text}`);
  return time;
}
