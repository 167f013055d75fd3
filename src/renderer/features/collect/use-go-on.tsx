import { useState, type ReactNode } from 'react';
import type { Source } from '../../../shared/contract.ts';
import type { Collection } from '../../../shared/session.ts';
import { api, useCall } from '../../api.ts';
import { useCollections } from '../../state/collections.ts';
import { toastFailure } from '../../ui/toast.tsx';
import { GoOnDialog } from './go-on-dialog.tsx';
import { isAtWork, sequelOf, sourcesFor } from './ledger-facts.ts';

interface GoingOn {
  canGoOn: (collection: Collection) => boolean;
  /** `source` where it is known which one it was; else the ledger tells, or the person is asked. */
  goOn: (collection: Collection, source?: Source) => void;
  /** To be shown: what the person is asked, one collection after another. */
  question: ReactNode;
}

/** Going on with what the ledger has unfinished, where its source can still be asked. */
export function useGoOn(): GoingOn {
  const sources = useCall('sources.list').data ?? [];
  const { jobs } = useCollections();
  const [asked, setAsked] = useState<readonly Collection[]>([]);
  const [first] = asked;

  function start(collection: Collection, source: Source): void {
    const order = sequelOf(collection, source);
    if (!order) return;
    const sent =
      'selection' in order ? api.call('collect.details', order) : api.call('collect.start', order);
    sent.catch(toastFailure);
  }

  const next = () => setAsked((all) => all.slice(1));
  return {
    canGoOn(collection) {
      const able = sourcesFor(collection, sources);
      return (
        able.some((source) => sequelOf(collection, source) !== null) &&
        !able.some((source) => isAtWork(collection, source, jobs))
      );
    },
    goOn(collection, known) {
      const [source, ...others] = known ? [known] : sourcesFor(collection, sources);
      if (others.length > 0) setAsked((all) => [...all, collection]);
      else if (source) start(collection, source);
    },
    question: first && (
      <GoOnDialog
        key={first.id}
        collection={first}
        sources={sourcesFor(first, sources)}
        onChoose={(source) => {
          next();
          start(first, source);
        }}
        onClose={next}
      />
    ),
  };
}
