import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChannelOutput } from '../../../shared/contract.ts';
import { Failed } from '../../../shared/errors.ts';
import type { SourceKind } from '../../../shared/event.ts';
import { parseInstant } from '../../../shared/instant.ts';
import type { KeychainState } from '../../secrets/keychain.ts';
import type { Sessions } from './sessions.ts';
import type { Sources } from './sources.ts';

/** Where the sample services are, which tokens they take, and the period they have events for. */
export interface SampleServices {
  pachca: { address: string; token: string };
  jayguard: { address: string; token: string };
  /** ISO 8601, inclusive. */
  period: { from: string; to: string };
  stop: () => void;
}

export interface SampleOptions {
  /** Starts both services in a process that ends with this one. */
  launch: (events: number) => Promise<SampleServices>;
  sessions: Pick<Sessions, 'create'>;
  sources: Pick<Sources, 'addSample' | 'dropSamples'>;
  /** Ends what is still fetched from a source. */
  cancelSource: (id: string) => Promise<void>;
  probeKeychain: () => Promise<KeychainState>;
  /** The program's own folder. */
  folder: string;
  names: () => Record<'session' | SourceKind, string>;
}

/**
 * The built-in services with a session of their own. The services, their sources and tokens last
 * for this run. The session lasts when the keychain can keep its key; else it, too, is of this run
 * only, says so, and its file is swept away with the next start.
 */
export function keepSample(options: SampleOptions) {
  const { launch, sessions, sources, cancelSource, probeKeychain, folder, names } = options;
  const lasting = join(folder, 'samples');
  const passing = join(folder, 'samples-of-this-run');
  let services: SampleServices | null = null;

  return {
    /** Throws `cancelled` when the person stays with the session that is open. */
    async start(events: number): Promise<ChannelOutput<'sample.start'>> {
      const words = names();
      const protection = (await probeKeychain()) === 'available' ? 'keychain' : 'run';
      const home = protection === 'run' ? passing : lasting;
      await mkdir(home, { recursive: true });
      const path = join(home, `sample-${randomUUID().slice(0, 8)}.vestigo`);
      const session = await sessions.create(path, words.session, { kind: protection });
      if (!session) throw new Failed('cancelled');

      const gone = await sources.dropSamples();
      await Promise.all(gone.map(cancelSource));
      services?.stop();
      services = await launch(events);
      const { pachca, jayguard, period } = services;
      const added = [
        await sources.addSample('pachca', words.pachca, pachca.address, pachca.token),
        await sources.addSample('jayguard', words.jayguard, jayguard.address, jayguard.token),
      ];
      return { session, sources: added, ...bounds(period) };
    },

    /** Removes sample sessions of earlier runs whose keys nobody has any more. */
    sweep: () => rm(passing, { recursive: true, force: true }),
  };
}

/** The services tell milliseconds; the last one counts to its last microsecond. */
function bounds({ from, to }: SampleServices['period']): { from: number; to: number } {
  const first = parseInstant(from);
  const last = parseInstant(to);
  if (first === null || last === null) throw new Failed('internal', { type: 'SamplePeriod' });
  return { from: first, to: last + 999 };
}
