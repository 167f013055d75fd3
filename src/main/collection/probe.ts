import type { Filters } from '../../shared/session.ts';
import type { Connector, Page } from '../connectors/connector.ts';
import type { HttpClient } from '../connectors/kit/http.ts';
import type { Stretch } from './plan.ts';

/** Pages of a window that a probe has begun to read. */
export interface Begun extends Stretch {
  pages: AsyncIterable<Page>;
}

/**
 * Looks whether the service heeds the time filter before a period is cut into windows: a server that
 * does not know a parameter silently sends everything, and each window would page through all of it.
 * The oldest and the newest window are asked: whatever the order, such a server begins one of them
 * with events of the other. The pages read, or the trouble met, are not lost: they go on to the one
 * who pulls. null: the filter is ignored.
 */
export async function probe(
  connector: Connector,
  http: HttpClient,
  windows: readonly Stretch[],
  filters: Filters,
  signal: AbortSignal,
): Promise<Begun[] | null> {
  const begun: Begun[] = [];
  if (windows.length < 2) return begun;
  for (const { from, to } of windows.filter((_, at) => at === 0 || at === windows.length - 1)) {
    const pull = connector.pull(http, { from, to, filters, position: null }, signal);
    const pages = pull[Symbol.asyncIterator]();
    const first = await pages.next().catch((error: unknown) => ({ error }));
    begun.push({ from, to, pages: resumed(first, pages) });
    if ('error' in first) return begun;
    if (!first.done && first.value.outOfWindow > 0) return null;
  }
  return begun;
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
