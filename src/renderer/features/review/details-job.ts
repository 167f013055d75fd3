import { useState } from 'react';
import type { CollectJob, Source } from '../../../shared/contract.ts';
import { useCall } from '../../api.ts';
import { useCollections, type Ended } from '../../state/collections.ts';

/** Where details of this session's Jay Guard events can be asked for: first where they came from. */
export function useDetailsSources(): Source[] {
  const sources = useCall('sources.list').data ?? [];
  const collections = useCall('session.info').data?.collections ?? [];
  const known = new Set(collections.map(({ address }) => address));
  return sources
    .filter(({ kind, token }) => kind === 'jayguard' && (token === 'stored' || token === 'run'))
    .toSorted((a, b) => Number(known.has(b.address)) - Number(known.has(a.address)));
}

/** Fetching details for the open session: what runs or waits, and what ended since this was shown. */
export function useDetailsJob(): { job: CollectJob | null; ended: Ended | null } {
  const { jobs, ended } = useCollections();
  const job = jobs.find(({ purpose, session }) => purpose === 'details' && session.current);
  const last = ended.find(({ purpose, session }) => purpose === 'details' && session.current);
  const [before] = useState(last?.jobId);
  return { job: job ?? null, ended: last && last.jobId !== before ? last : null };
}
