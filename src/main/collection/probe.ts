import type { Filters } from '../../shared/session.ts';
import type { Connector, Page } from '../connectors/connector.ts';
import type { HttpClient } from '../connectors/kit/http.ts';
import type { Stretch } from './plan.ts';
import type { Begun } from './pull.ts';

/**
 * Looks whether the service heeds the time filter before a period is cut into windows: a server that
 * does not know a parameter silently sends everything, and each window would page through all of it.
 * The oldest window is asked, because what such a server sends first is newer. Its first page is not
 * lost: the pages, or the trouble met, go on to the one who pulls. null: there is nothing to learn.
 */
export async function probe(
  connector: Connector,
  http: HttpClient,
  windows: readonly Stretch[],
  filters: Filters,
  signal: AbortSignal,
): Promise<Begun | 'filter-ignored' | null> {
  const [oldest] = windows;
  if (!oldest || windows.length === 1) return null;
  const { from, to } = oldest;
  const pull = connector.pull(http, { from, to, filters, position: null }, signal);
  const pages = pull[Symbol.asyncIterator]();
  const first = await pages.next().catch((error: unknown) => ({ error }));
  if (!('error' in first) && !first.done && first.value.outOfWindow > 0) {
    await pages.return?.();
    return 'filter-ignored';
  }
  return { from, to, pages: resumed(first, pages) };
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
