import type { Collection } from '../../../shared/session.ts';
import { api, useCall } from '../../api.ts';
import { useCollections } from '../../state/collections.ts';
import { toastFailure } from '../../ui/toast.tsx';
import { isAtWork, sequelOf, sourceOf } from './ledger-facts.ts';
import { hasToken } from './orders.ts';

/** Going on with what the ledger has unfinished, where its source can still be asked. */
export function useGoOn() {
  const sources = useCall('sources.list').data ?? [];
  const { jobs } = useCollections();
  return {
    canGoOn: (collection: Collection): boolean => {
      const source = sourceOf(collection, sources);
      if (!source || !hasToken(source)) return false;
      return sequelOf(collection, source) !== null && !isAtWork(collection, source, jobs);
    },
    goOn: (collection: Collection): void => {
      const source = sourceOf(collection, sources);
      const order = source && sequelOf(collection, source);
      if (!order) return;
      const asked =
        'selection' in order
          ? api.call('collect.details', order)
          : api.call('collect.start', order);
      asked.catch(toastFailure);
    },
  };
}
