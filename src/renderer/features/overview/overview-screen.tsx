import { ChartColumn } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../../../shared/overview.ts';
import { quoteValue } from '../../../shared/query/quote.ts';
import type { SessionInfo } from '../../../shared/session.ts';
import { useCall } from '../../api.ts';
import { useEventWords } from '../review/event-words.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { EmptyState, FailureNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { FirstUses } from './first-uses.tsx';
import { Hours } from './hours.tsx';
import { Panel } from './panel.tsx';
import { Ranking, type Ranked } from './ranking.tsx';
import styles from './overview.module.css';

/** What is in the session: when, what, who, and what is new. Every line leads into the table. */
export function OverviewScreen({ info }: { info: SessionInfo }) {
  const { t } = useTranslation(['overview', 'common']);
  const zone = useZone();
  const overview = useCall(
    'review.overview',
    { selection: { query: '', zone, period: null } },
    { fresh: true, keep: true },
  );
  return (
    <div className={styles.page}>
      <h1>{t('common:overview')}</h1>
      {overview.isPending && <Skeleton lines={12} />}
      {overview.error && (
        <FailureNotice failure={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {overview.data?.total === 0 && (
        <EmptyState icon={ChartColumn} title={t('empty')}>
          {t('emptyText')}
        </EmptyState>
      )}
      {overview.data && overview.data.total > 0 && <Panels overview={overview.data} info={info} />}
    </div>
  );
}

function Panels({ overview, info }: { overview: Overview; info: SessionInfo }) {
  const { t } = useTranslation('overview');
  const rankings = useRankings(overview);
  const { newSince } = overview;
  return (
    <>
      <Facts overview={overview} info={info} />
      <div className={styles.panels}>
        <Hours week={overview.week} />
        <Panel title={t('panels.events')}>
          <Ranking
            label={t('panels.events')}
            values={rankings.events}
            hidden={overview.events.distinct - rankings.events.length}
          />
        </Panel>
        <Panel title={t('panels.actors')}>
          <Ranking
            label={t('panels.actors')}
            values={rankings.actors}
            hidden={overview.distinctActors - rankings.actors.length}
          />
        </Panel>
        <Panel title={t('panels.rules')} note={t('rulesNote')}>
          {rankings.rules.length === 0 && <p className="muted">{t('noRules')}</p>}
          <Ranking
            label={t('panels.rules')}
            values={rankings.rules}
            hidden={overview.rules.distinct - rankings.rules.length}
          />
        </Panel>
        {newSince !== null && (
          <>
            <FirstUses
              title={t('panels.addresses')}
              field="ip"
              uses={overview.addresses}
              since={newSince}
            />
            <FirstUses
              title={t('panels.agents')}
              field="userAgent"
              uses={overview.agents}
              since={newSince}
            />
          </>
        )}
      </div>
    </>
  );
}

function Facts({ overview, info }: { overview: Overview; info: SessionInfo }) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const words = useEventWords();
  const { first, last, sources, total, distinctActors } = overview;
  const { fetched, of } = info.details;
  const period =
    first === null || last === null
      ? ''
      : `${format.period(first, last)}\u00a0${format.zone(last)}`;
  const facts = [
    [t('facts.events'), format.number(total)],
    // Of one source it would be the same number again.
    ...(sources.length < 2
      ? []
      : sources.map(({ source, events }) => [words.source(source), format.number(events)])),
    [t('facts.people'), format.number(distinctActors)],
    [t('facts.period'), period],
    ...(of > 0
      ? [
          [
            t('facts.details'),
            t('of', { number: format.number(fetched), total: format.number(of) }),
          ],
        ]
      : []),
  ];
  return (
    <dl className={styles.facts} aria-label={t('facts.label')}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function useRankings({ events, actors, rules }: Overview) {
  const words = useEventWords();
  return {
    events: events.values.map(({ value, count }): Ranked => {
      const named = words.event(value);
      return {
        key: value,
        label: named,
        words: named,
        code: named === value ? null : value,
        count,
        query: `event:${quoteValue(value)}`,
      };
    }),
    actors: actors.map(({ actor, count }): Ranked => {
      const named = actor.name ?? actor.id;
      return {
        key: `${actor.source} ${actor.id}`,
        label: named,
        words: `${named} · ${words.source(actor.source)}`,
        code: words.source(actor.source),
        count,
        query: `source:${actor.source} actor:${quoteValue(actor.id)}`,
      };
    }),
    rules: rules.values.map(({ value, count }): Ranked => ({
      key: value,
      label: value,
      words: value,
      code: null,
      count,
      query: `rule:${quoteValue(value)}`,
    })),
  };
}
