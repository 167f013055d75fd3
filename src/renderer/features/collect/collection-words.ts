import { useTranslation } from 'react-i18next';
import {
  countsSchema,
  filtersSchema,
  noCounts,
  type Collection,
  type Counts,
  type Filters,
  type LedgerWindow,
} from '../../../shared/session.ts';
import { useFormat } from '../../state/preferences.ts';

/** The sum over all windows of a collection. */
export function totals(windows: readonly LedgerWindow[]): Counts {
  const sum = { ...noCounts };
  for (const { counts } of windows) {
    for (const name of countsSchema.keyof().options) sum[name] += counts[name];
  }
  return sum;
}

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
  return {
    period({ from, to }: Pick<Collection, 'from' | 'to'>): string {
      if (from === null || to === null) return t('ledger.noPeriod');
      return `${format.dateTime(from)} – ${format.dateTime(to)}`;
    },
    /** What came of it, in one line: new events, then what is worth knowing. */
    counts(counts: Counts): string {
      const odd = (['duplicates', 'outOfWindow', 'quarantined', 'conflicts'] as const).filter(
        (name) => counts[name] > 0,
      );
      return [
        t('counts.new', { count: counts.newEvents, number: format.number(counts.newEvents) }),
        ...odd.map((name) =>
          t(`counts.${name}`, { count: counts[name], number: format.number(counts[name]) }),
        ),
      ]
        .map((one) => one.replaceAll(' ', '\u00a0'))
        .join(' · ');
    },
  };
}
