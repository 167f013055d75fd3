import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { useSettings } from '../../state/preferences.ts';
import { eventStates } from '../../../shared/query/query.ts';
import { statesIn } from './event-states.tsx';
import { FacetChooser } from './facet-chooser.tsx';
import { FacetGroup, few, StateGroup } from './facet-group.tsx';
import { FacetWords, useNewFacetWords } from './facet-words.ts';
import { useReview, useReviewModel } from './review-context.ts';
import type { FacetWish } from './review-state.ts';
import styles from './facets.module.css';

/** What there is, counted under the query and period of the moment; a click writes into the query. */
export function Facets() {
  const { t } = useTranslation('review');
  const model = useReviewModel();
  const counted = useReview((review) => review.facets);
  const info = useCall('session.info').data;
  const { facets } = useSettings();
  const [limits, setLimits] = useState<Readonly<Record<string, number>>>({});
  const [finds, setFinds] = useState<Readonly<Record<string, string | null>>>({});

  const wishes = useMemo(() => {
    const open = facets.filter((facet) => facet.open && facet.field !== 'is');
    return open.map(({ field, order }): FacetWish => {
      return { field, order, limit: limits[field] ?? few, find: finds[field] ?? '' };
    });
  }, [facets, limits, finds]);
  // As text, so that other numbers of the same states do not ask anew.
  const states = info ? statesIn(info).join(' ') : '';
  useEffect(() => {
    const wished = eventStates.filter((state) => states.split(' ').includes(state));
    model.wish(wishes, wished);
  }, [model, wishes, states]);

  const onLimit = useCallback(
    (field: string, limit: number) => setLimits((now) => ({ ...now, [field]: limit })),
    [],
  );
  const onFind = useCallback(
    (field: string, find: string | null) => setFinds((now) => ({ ...now, [field]: find })),
    [],
  );
  const words = useNewFacetWords();
  return (
    <FacetWords value={words}>
      <nav className={styles.facets} aria-label={t('facets.label')} data-facets>
        {facets.map((facet, at) => {
          const { field } = facet;
          const beside = { above: facets[at - 1]?.field, below: facets[at + 1]?.field };
          if (field === 'is') return <StateGroup key={field} facet={facet} {...beside} />;
          return (
            <FacetGroup
              key={field}
              facet={facet}
              {...beside}
              counted={counted[field]}
              limit={limits[field] ?? few}
              onLimit={onLimit}
              find={finds[field] ?? null}
              onFind={onFind}
            />
          );
        })}
        <FacetChooser />
      </nav>
    </FacetWords>
  );
}
