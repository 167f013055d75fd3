import { useState } from 'react';
import { Disclosure, DisclosurePanel, Heading, Button as AriaButton } from 'react-aria-components';
import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../shared/contract.ts';
import { sourceKinds, type SourceKind } from '../../../shared/event.ts';
import type { Collection } from '../../../shared/session.ts';
import { useAction } from '../../api.ts';
import { proposeCollection, useCollections, useProposal } from '../../state/collections.ts';
import { useSettings, useZone } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, ChoiceGroup } from '../../ui/choice.tsx';
import { now, offsetOf } from '../../../shared/format.ts';
import { FailureNotice } from '../../ui/notice.tsx';
import { PeriodField, type Period } from '../../ui/period-field.tsx';
import { FilterFields } from './filter-fields.tsx';
import { cleanFilters, filterList } from './collection-words.ts';
import { firstChosen, hasToken, ordersOf, sinceOf, type Known, type Wish } from './orders.ts';
import { SinceLastPeriods } from './since-last.tsx';
import { SourceChoice } from './source-choice.tsx';
import styles from './collect.module.css';

const day = 86_400_000_000;
const spans = { day, week: 7 * day, month: 30 * day, quarter: 90 * day } as const;
const choices = ['since', 'day', 'week', 'month', 'quarter', 'custom'] as const;
type Quick = (typeof choices)[number];

function lastOf(length: number): Period {
  const second = 1_000_000;
  const to = Math.floor(now() / second) * second;
  return { from: to - length, to: to + second - 1 };
}

interface CollectFormProps {
  /** Not empty. */
  sources: readonly Source[];
  /** What this session has of them already. */
  collections: readonly Collection[];
  /** Nothing else on the page is to be done before. */
  isFirst: boolean;
}

/** What to ask the services for. */
export function CollectForm({ sources, collections, isFirst }: CollectFormProps) {
  const { t } = useTranslation('collect');
  const proposal = useProposal();
  const { overlapMinutes } = useSettings();
  const { jobs } = useCollections();
  const start = useAction('collect.start');
  const [opened] = useState(now);
  const [wanted, setWanted] = useState(() => firstChosen(sources, collections, proposal.kind));
  const [filters, setFilters] = useState<Wish['filters']>({ pachca: {}, jayguard: {} });
  const known: Known = { collections, overlapMinutes, now: opened };
  const [quick, setQuick] = useState<Quick>(() => {
    const chosenFirst = sources.filter(({ id }) => wanted.includes(id));
    if (proposal.period) return 'custom';
    return chosenFirst.some((one) => sinceOf(one, { filters }, known)) ? 'since' : 'day';
  });
  const [period, setPeriod] = useState<Period>(proposal.period ?? lastOf(day));
  const [withDetails, setWithDetails] = useState(true);
  const [withNames, setWithNames] = useState(true);
  const [refresh, setRefresh] = useState(false);

  // A source that was removed meanwhile is no longer among them.
  const chosen = sources.filter((one) => wanted.includes(one.id) && hasToken(one));
  const kinds = sourceKinds.filter((kind) => chosen.some((one) => one.kind === kind));
  const busy = chosen.some(({ id }) => jobs.some(({ sourceId }) => sourceId === id));
  const backwards = quick === 'custom' && period.from > period.to;
  /** "The last 24 hours" are those before the press, however long the form stood open. */
  const askedFor = (): Wish => ({
    period: quick === 'since' ? null : quick === 'custom' ? period : lastOf(spans[quick]),
    filters,
    withDetails,
    withNames,
    refresh,
  });
  const canStart = !backwards && ordersOf(chosen, askedFor(), known).length > 0;

  async function submit(): Promise<void> {
    const wish = askedFor();
    if (wish.period) setPeriod(wish.period);
    for (const order of ordersOf(chosen, wish, { ...known, now: now() })) {
      await start.mutateAsync(order);
    }
    // What was proposed is being done: the next time the form begins anew.
    proposeCollection({});
  }

  return (
    <form
      className={styles.form}
      aria-labelledby="collect-new"
      onSubmit={(event) => {
        event.preventDefault();
        // What went wrong stands in the form.
        if (canStart && !start.isPending) submit().catch(() => undefined);
      }}
    >
      <div className={styles.asked}>
        <h2 id="collect-new">{t('new.title')}</h2>
        <div className={styles.whom}>
          <SourceChoice sources={sources} chosen={wanted} onChange={setWanted} />
          {kinds.includes('pachca') && <p className={styles.hint}>{t('hint')}</p>}
        </div>
        <div className={styles.period}>
          <ChoiceGroup
            label={t('period.label')}
            look="grid"
            value={quick}
            onChange={(next) => {
              setQuick(next);
              if (next !== 'custom' && next !== 'since') setPeriod(lastOf(spans[next]));
            }}
            choices={choices.map((id) => ({ id, label: t(`period.${id}`) }))}
          />
          {quick === 'since' ? (
            <SinceLastPeriods sources={chosen} wish={{ filters }} known={known} />
          ) : (
            <ExactPeriod
              period={period}
              backwards={backwards}
              onChange={(value) => {
                setQuick('custom');
                setPeriod(value);
              }}
            />
          )}
        </div>
        <ServiceFilters kinds={kinds} filters={filters} onChange={setFilters} />
        <div className={styles.extras}>
          {quick !== 'since' && (
            <Checkbox
              label={t('refresh')}
              note={t('refreshNote')}
              value={refresh}
              onChange={setRefresh}
            />
          )}
          {kinds.includes('jayguard') && (
            <Checkbox
              label={t('withDetails')}
              note={t('withDetailsNote')}
              value={withDetails}
              onChange={setWithDetails}
            />
          )}
          {kinds.includes('pachca') && (
            <Checkbox
              label={t('withNames')}
              note={t('withNamesNote')}
              value={withNames}
              onChange={setWithNames}
            />
          )}
        </div>
      </div>
      <div className={styles.submit}>
        {start.error && <FailureNotice failure={start.error} />}
        <Button
          type="submit"
          variant={isFirst ? 'primary' : 'default'}
          isPending={start.isPending}
          isDisabled={!canStart}
        >
          {busy ? t('new.queue') : t('new.start')}
        </Button>
        {chosen.length === 0 && <p className="muted">{t('new.chooseSource')}</p>}
      </div>
    </form>
  );
}

interface ExactPeriodProps {
  period: Period;
  backwards: boolean;
  onChange: (period: Period) => void;
}

function ExactPeriod({ period, backwards, onChange }: ExactPeriodProps) {
  const { t } = useTranslation('collect');
  const zone = useZone();
  return (
    <PeriodField
      label={t('period.exact')}
      words={{
        from: t('period.from'),
        to: t('period.to'),
        calendar: t('period.calendar'),
        previous: t('period.previous'),
        next: t('period.next'),
      }}
      zone={zone}
      value={period}
      onChange={onChange}
      note={t('period.inclusive', { zone, offset: offsetOf(zone, period.from) })}
      error={backwards ? t('period.backwards') : undefined}
    />
  );
}

interface ServiceFiltersProps {
  kinds: readonly SourceKind[];
  filters: Wish['filters'];
  onChange: (filters: Wish['filters']) => void;
}

/** The filters of each service that is asked. */
function ServiceFilters({ kinds, filters, onChange }: ServiceFiltersProps) {
  const { t } = useTranslation(['collect', 'common']);
  const count = kinds.flatMap((kind) => filterList(cleanFilters(filters[kind]))).length;
  if (kinds.length === 0) return null;
  return (
    <Disclosure className={styles.filters ?? ''}>
      <Heading level={3}>
        <AriaButton slot="trigger" className={styles.reveal ?? ''}>
          <ChevronRight aria-hidden />
          {count ? t('filters.some', { count }) : t('filters.none')}
        </AriaButton>
      </Heading>
      <DisclosurePanel>
        {kinds.map((kind) => (
          <div key={kind} role="group" aria-label={t(`common:${kind}`)}>
            {kinds.length > 1 && <h4 className={styles.kind}>{t(`common:${kind}`)}</h4>}
            <FilterFields
              kind={kind}
              filters={filters[kind]}
              onChange={(changed) => onChange({ ...filters, [kind]: changed })}
            />
          </div>
        ))}
      </DisclosurePanel>
    </Disclosure>
  );
}
