import type { Filters } from '../../shared/session.ts';
import type { Connector, Page } from '../connectors/connector.ts';
import type { ServiceClient } from '../connectors/kit/http.ts';
import type { Stretch } from './plan.ts';
import { shareDone } from './progress.ts';
import { Tally } from './tally.ts';

/** Pages of a window that a probe has begun to read. */
export interface Begun extends Stretch {
  pages: AsyncIterable<Page>;
  /** Adds up what they cost as they are read. */
  tally: Tally;
  /** µs of the window that the first page is all of; 0 where none came. */
  seen: number;
}

export interface Probed {
  /** The service ignores the time filter: windows are of no use, and nothing has begun. */
  filterIgnored: boolean;
  begun: Begun[];
  /** What was spent on pages that are of no use. */
  wasted: Tally;
}

export function notProbed(): Probed {
  return { filterIgnored: false, begun: [], wasted: new Tally() };
}

/**
 * Looks whether the service heeds the time filter before a period is cut into windows: a server that
 * does not know a parameter silently sends everything, and each window would page through all of it.
 * The oldest and the newest window are asked: whatever the order, such a server begins one of them
 * with events of the other. The pages read, or the trouble met, are not lost: they go on to the one
 * who pulls.
 */
export async function probe(
  connector: Connector,
  http: ServiceClient,
  windows: readonly Stretch[],
  filters: Filters,
  signal: AbortSignal,
): Promise<Probed> {
  if (windows.length < 2) return notProbed();
  const ends = windows.filter((_, at) => at === 0 || at === windows.length - 1);
  const probes = await Promise.all(
    ends.map(async ({ from, to }) => {
      const tally = new Tally();
      const request = { from, to, filters, position: null };
      const pull = connector.pull(http.tallied(tally.spent), request, signal);
      const pages = pull[Symbol.asyncIterator]();
      const first = await pages.next().catch((error: unknown) => ({ error }));
      const seen = 'error' in first || first.done ? 0 : shareDone({ from, to }, first.value);
      const isForeign = !('error' in first) && !first.done && first.value.outOfWindow > 0;
      return { isForeign, begun: { from, to, tally, seen, pages: resumed(first, pages) } };
    }),
  );
  const begun = probes.map((one) => one.begun);
  const filterIgnored = probes.some(({ isForeign }) => isForeign);
  const wasted = new Tally();
  if (!filterIgnored) return { filterIgnored, begun, wasted };
  for (const { tally } of begun) wasted.takeOver(tally);
  return { filterIgnored, begun: [], wasted };
}

async function* resumed(
  first: IteratorResult<Page> | { error: unknown },
  rest: AsyncIterator<Page>,
): AsyncIterable<Page> {
  if ('error' in first) throw first.error;
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
