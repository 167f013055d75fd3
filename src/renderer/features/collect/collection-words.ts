import { useTranslation } from 'react-i18next';
import {
  filtersSchema,
  oddCounts,
  type Collection,
  type Counts,
  type Filters,
  type OddCount,
} from '../../../shared/session.ts';
import { useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';

/** What was typed, without the blanks; a field left empty is no filter. */
export function cleanFilters(filters: Filters): Filters {
  const clean: Filters = {};
  for (const [key, value] of Object.entries(filters)) {
    const kept = Array.isArray(value)
      ? value.map((one) => one.trim()).filter(Boolean)
      : (value ?? '').trim();
    if (kept.length > 0) Object.assign(clean, { [key]: kept });
  }
  return clean;
}

/** The services' own names of the filters. */
const filterNames: Record<keyof Filters, string> = {
  eventKey: 'event_key',
  actorId: 'actor_id',
  actorType: 'actor_type',
  entityId: 'entity_id',
  entityType: 'entity_type',
  application: 'application',
  apiKeys: 'apiKeys',
};

/** Filters that are set, as `name: value`. */
export function filterList(filters: Filters): string[] {
  return filtersSchema.keyof().options.flatMap((key) => {
    const value = filters[key];
    return value === undefined ? [] : [`${filterNames[key]}: ${[value].flat().join(', ')}`];
  });
}

export function useCollectionWords() {
  const { t } = useTranslation(['collect', 'common']);
  const format = useFormat();
  const sources = useCall('sources.list').data ?? [];
  const held = (text: string) => text.replaceAll(' ', '\u00a0');
  const odd = (name: OddCount, count: number) =>
    held(t(`counts.${name}`, { count, number: format.number(count) }));
  const fresh = (count: number, isDetails = false) =>
    held(
      t(isDetails ? 'counts.detailsGot' : 'counts.new', { count, number: format.number(count) }),
    );
  return {
    odd,
    fresh,
    /** The name that the person gave it, as long as it is set up; else the service's. */
    source(collection: Collection): string {
      const { origin, source: kind, address } = collection;
      const [known, ...others] = sources.filter(
        (one) => one.kind === kind && one.address === address,
      );
      // Of several at one address nobody knows which one it was.
      const isKnown = origin === 'service' && known && others.length === 0;
      return isKnown ? known.name : t(`common:${kind}`);
    },
    period({ from, to }: Pick<Collection, 'from' | 'to'>): string {
      if (from === null || to === null) return t('ledger.noPeriod');
      return format.period(from, to);
    },
    /** What came of it, in one line: new events, then what is worth knowing. */
    counts(counts: Counts, isDetails = false): string {
      const told = oddCounts.filter((name) => counts[name] > 0);
      return [
        fresh(counts.newEvents, isDetails),
        ...told.map((name) => odd(name, counts[name])),
      ].join(' · ');
    },
    /** What kind of collection it is, beyond its source and period. */
    marks(collection: Collection): string[] {
      const { refresh, overlapMs, withDetails, filterIgnored, source } = collection;
      return [
        refresh && t('ledger.refresh'),
        overlapMs === 0 && t('ledger.noOverlap'),
        overlapMs && t('ledger.since', { overlap: format.duration(overlapMs / 1000) }),
        // Only Jay Guard has any.
        withDetails && source === 'jayguard' && t('ledger.withDetails'),
        filterIgnored && t('ledger.filterIgnored'),
      ].filter((one) => typeof one === 'string');
    },
    /** What was asked for: a period, a file, details of what a query finds. */
    asked(collection: Collection): string {
      const { origin, purpose, address, selection, from, to } = collection;
      if (origin === 'import') return t('ledger.import', { file: address });
      if (purpose === 'events') return this.period({ from, to });
      return selection?.query
        ? t('ledger.details', { query: selection.query })
        : t('ledger.detailsAll');
    },
  };
}
