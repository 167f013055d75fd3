import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { useSettings } from '../../state/preferences.ts';
import { eventStates } from '../../../shared/query/query.ts';
import { statesIn } from './event-states.tsx';
import { FacetChooser } from './facet-chooser.tsx';
import { FacetGroup, few, StateGroup } from './facet-group.tsx';
import { useReview, useReviewModel } from './review-context.ts';
import type { FacetWish, ShownFacet } from './review-state.ts';
import styles from './facets.module.css';

/** People go by name; this stands in where no name is known. */
const instead: Readonly<Record<string, string>> = { actorName: 'actor' };

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
    const own = open.map(({ field, order }): FacetWish => {
      return { field, order, limit: limits[field] ?? few, find: finds[field] ?? '' };
    });
    // A facet of its own goes before one that only stands in.
    const others = own.flatMap((wish) => {
      const field = instead[wish.field];
      return field === undefined ? [] : [{ ...wish, field }];
    });
    return [...own, ...others];
  }, [facets, limits, finds]);
  // As text, so that other numbers of the same states do not ask anew.
  const states = info ? statesIn(info).join(' ') : '';
  useEffect(() => {
    const wished = eventStates.filter((state) => states.split(' ').includes(state));
    model.wish(wishes, wished);
  }, [model, wishes, states]);

  return (
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
            counted={shownFor(field, counted)}
            limit={limits[field] ?? few}
            onLimit={(limit) => setLimits({ ...limits, [field]: limit })}
            find={finds[field] ?? null}
            onFind={(find) => setFinds({ ...finds, [field]: find })}
          />
        );
      })}
      <FacetChooser />
    </nav>
  );
}

function shownFor(
  field: string,
  facets: Readonly<Record<string, ShownFacet>>,
): ShownFacet | undefined {
  const facet = facets[field];
  const other = instead[field];
  const isBare = facet?.values.length === 0 && facet.others === 0;
  return isBare && other !== undefined ? (facets[other] ?? facet) : facet;
}
