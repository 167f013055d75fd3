import { useState } from 'react';
import { Disclosure, DisclosurePanel, Heading, Button as AriaButton } from 'react-aria-components';
import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../shared/contract.ts';
import type { Collection, Filters } from '../../../shared/session.ts';
import { useAction } from '../../api.ts';
import { proposeCollection, useCollections, useProposal } from '../../state/collections.ts';
import { useZone } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, ChoiceGroup } from '../../ui/choice.tsx';
import { now, offsetOf } from '../../ui/format.ts';
import { FailureNotice } from '../../ui/notice.tsx';
import { PeriodField, type Period } from '../../ui/period-field.tsx';
import { Select } from '../../ui/select.tsx';
import { FilterFields } from './filter-fields.tsx';
import { cleanFilters, filterList } from './collection-words.ts';
import styles from './collect.module.css';

const day = 86_400_000_000;
const spans = { day, week: 7 * day, month: 30 * day, quarter: 90 * day } as const;
type Quick = keyof typeof spans | 'custom';

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
}

/** What to ask a service for. */
export function CollectForm({ sources, collections }: CollectFormProps) {
  const { t } = useTranslation(['collect', 'common', 'sources']);
  const zone = useZone();
  const proposal = useProposal();
  const { running } = useCollections();
  const start = useAction('collect.start');
  const [sourceId, setSourceId] = useState(() => {
    const fitting = sources.filter(({ kind }) => !proposal.kind || kind === proposal.kind);
    const isKnown = (one: Source) => collections.some(({ address }) => address === one.address);
    return (fitting.find(isKnown) ?? fitting[0])?.id ?? '';
  });
  const [quick, setQuick] = useState<Quick>(proposal.period ? 'custom' : 'day');
  const [period, setPeriod] = useState<Period>(proposal.period ?? lastOf(day));
  const [filters, setFilters] = useState<Filters>({});
  const [withDetails, setWithDetails] = useState(true);
  const [withNames, setWithNames] = useState(true);

  const source = sources.find(({ id }) => id === sourceId) ?? sources[0];
  if (!source) return null;
  const busy = running[source.id] !== undefined;
  const backwards = period.from > period.to;
  const hasToken = source.token === 'stored' || source.token === 'run';
  const set = filterList(cleanFilters(filters)).length;

  function choose(next: Quick): void {
    setQuick(next);
    if (next !== 'custom') setPeriod(lastOf(spans[next]));
  }

  return (
    <form
      className={styles.form}
      aria-labelledby="collect-new"
      onSubmit={(event) => {
        event.preventDefault();
        if (busy || backwards || !hasToken) return;
        // "The last 24 hours" are those before the press, however long the form stood open.
        const asked = quick === 'custom' ? period : lastOf(spans[quick]);
        setPeriod(asked);
        const order = {
          ...asked,
          sourceId: source.id,
          filters: cleanFilters(filters),
          withDetails: source.kind === 'jayguard' && withDetails,
          withNames: source.kind === 'pachca' && withNames,
          refresh: false,
        };
        // What was proposed is being done: the next time the form begins anew.
        start.mutate(order, { onSuccess: () => proposeCollection({}) });
      }}
    >
      <h2 id="collect-new">{t('new.title')}</h2>
      <Select
        label={t('source')}
        value={source.id}
        onChange={(id) => {
          setSourceId(id);
          setFilters({});
        }}
        choices={sources.map((one) => ({
          id: one.id,
          label: one.name,
          note: `${t(`common:${one.kind}`)} · ${t(`sources:tokenState.${one.token}`)}`,
        }))}
        {...(hasToken ? {} : { note: t(`sources:tokenState.${source.token}`) })}
      />
      <ChoiceGroup
        label={t('period.label')}
        look="bar"
        value={quick}
        onChange={choose}
        choices={(['day', 'week', 'month', 'quarter', 'custom'] as const).map((id) => ({
          id,
          label: t(`period.${id}`),
        }))}
      />
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
        onChange={(value) => {
          setQuick('custom');
          setPeriod(value);
        }}
        note={t('period.inclusive', { zone, offset: offsetOf(zone, period.from) })}
        error={backwards ? t('period.backwards') : undefined}
      />
      <Disclosure className={styles.filters ?? ''}>
        <Heading level={3}>
          <AriaButton slot="trigger" className={styles.reveal ?? ''}>
            <ChevronRight aria-hidden />
            {set ? t('filters.some', { count: set }) : t('filters.none')}
          </AriaButton>
        </Heading>
        <DisclosurePanel>
          <FilterFields kind={source.kind} filters={filters} onChange={setFilters} />
        </DisclosurePanel>
      </Disclosure>
      {source.kind === 'jayguard' ? (
        <Checkbox
          label={t('withDetails')}
          note={t('withDetailsNote')}
          value={withDetails}
          onChange={setWithDetails}
        />
      ) : (
        <Checkbox
          label={t('withNames')}
          note={t('withNamesNote')}
          value={withNames}
          onChange={setWithNames}
        />
      )}
      {start.error && <FailureNotice failure={start.error} />}
      <Button
        type="submit"
        variant="primary"
        isPending={start.isPending}
        isDisabled={busy || backwards || !hasToken}
      >
        {busy ? t('new.busy') : t('new.start')}
      </Button>
      {source.kind === 'pachca' && (
        <ul className={styles.hints}>
          <li>{t('hints.block')}</li>
          <li>{t('hints.reads')}</li>
          <li>{t('hints.kept')}</li>
        </ul>
      )}
    </form>
  );
}
