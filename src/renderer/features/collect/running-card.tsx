import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CollectProgress, Source } from '../../../shared/contract.ts';
import { useAction } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress.tsx';
import styles from './collect.module.css';

interface RunningCardProps {
  progress: CollectProgress;
  source: Source | undefined;
}

/** A collection that runs: how far, how fast, and what it waits for. */
export function RunningCard({ progress, source }: RunningCardProps) {
  const { t } = useTranslation(['collect', 'common']);
  const format = useFormat();
  const cancel = useAction('collect.cancel');
  const { done, secondsLeft, waiting } = progress;
  const name = source?.name ?? t('ledger.removed');
  const left =
    secondsLeft === null || waiting ? null : t('left', { time: format.duration(secondsLeft) });
  const share = done === null ? null : format.percent(Math.floor(done * 100) / 100);
  const facts = [
    ['received', format.number(progress.received)],
    ['newEvents', format.number(progress.newEvents)],
    ['pages', format.number(progress.pages)],
    ['requests', format.number(progress.requests)],
    ['rate', t('perSecond', { rate: format.number(Math.round(progress.rate)) })],
  ] as const;

  return (
    <article className={styles.running} aria-label={name}>
      <header className={styles.cardHead}>
        <h3>
          {name} <span className="muted">· {t(`phase.${progress.phase}`)}</span>
        </h3>
        <Button
          size="small"
          isPending={cancel.isPending || cancel.isSuccess}
          onPress={() => cancel.mutate({ sourceId: progress.sourceId })}
        >
          {t('cancel')}
        </Button>
      </header>
      <ProgressBar
        label={t('progressOf', { name })}
        hideLabel
        value={done}
        text={[share, left].filter(Boolean).join(' · ')}
      />
      <div className={styles.line}>
        <span>{[share, left].filter(Boolean).join(' · ')}</span>
        {waiting && <Waiting reason={waiting.reason} until={waiting.until} />}
      </div>
      <dl className={styles.facts}>
        {facts.map(([key, value]) => (
          <div key={key}>
            <dt>{t(`facts.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Announcement done={done} name={name} />
    </article>
  );
}

function Waiting({ reason, until }: { reason: 'rate-limit' | 'retry'; until: string }) {
  const { t } = useTranslation('collect');
  const format = useFormat();
  const [clock, setClock] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setClock(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, (Date.parse(until) - clock) / 1000);
  return (
    <span className={styles.waiting}>
      {t(`waiting.${reason}`, { time: format.duration(seconds) })}
    </span>
  );
}

/** A screen reader hears every tenth, not every page. */
function Announcement({ done, name }: { done: number | null; name: string }) {
  const { t } = useTranslation('collect');
  const tenth = done === null ? null : Math.floor(done * 10) * 10;
  return (
    <p className="visually-hidden" role="status">
      {tenth === null ? t('progressOf', { name }) : t('announce', { name, percent: tenth })}
    </p>
  );
}
