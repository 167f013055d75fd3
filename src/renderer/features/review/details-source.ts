import type { Source } from '../../../shared/contract.ts';
import { useCall } from '../../api.ts';

/** Where details of this session's Jay Guard events can be asked for: first where they came from. */
export function useDetailsSources(): Source[] {
  const sources = useCall('sources.list').data ?? [];
  const collections = useCall('session.info').data?.collections ?? [];
  const known = new Set(collections.map(({ address }) => address));
  return sources
    .filter(({ kind, token }) => kind === 'jayguard' && (token === 'stored' || token === 'run'))
    .toSorted((a, b) => Number(known.has(b.address)) - Number(known.has(a.address)));
}
