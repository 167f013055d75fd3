import { useEffect, useState } from 'react';
import { Pause, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CollectJob, CollectProgress, Source } from '../../../shared/contract.ts';
import { useAction, useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress.tsx';
import { OpenWindows, WindowStrip } from './window-strip.tsx';
import styles from './collect.module.css';

interface RunningCardProps {
  /** Running, pausing or paused. */
  job: CollectJob;
  source: Source | undefined;
}

/** A collection that has begun: how far, how fast, what it waits for, and each of its windows. */
export function RunningCard({ job, source }: RunningCardProps) {
  const { t } = useTranslation('collect');
  const { progress, session, state } = job;
  const name = source?.name ?? t('ledger.removed');
  const phase = progress?.phase ?? job.purpose;
  const into = session.current ? null : t('job.into', { name: session.name });
  const aside = [t(`phase.${phase}`), into].filter(Boolean).join(' · ');
  return (
    <article className={styles.running} aria-label={name}>
      <header className={styles.cardHead}>
        <h3>
          <span>
            {name} <span className="muted">· {aside}</span>
          </span>
          {state === 'paused' && <Badge tone="warning">{t('job.paused')}</Badge>}
        </h3>
        <Controls job={job} name={name} />
      </header>
      <Overall name={name} job={job} />
      {progress && session.current && <Windows progress={progress} />}
      <Announcement done={progress?.done ?? null} name={name} />
    </article>
  );
}

function Controls({ job: { id, state }, name }: { job: CollectJob; name: string }) {
  const { t } = useTranslation('collect');
  const pause = useAction('collect.pause');
  const resume = useAction('collect.resume');
  const cancel = useAction('collect.cancel');
  const failure = pause.error ?? resume.error ?? cancel.error;
  return (
    <div className={styles.controls} role="group" aria-label={name}>
      {failure && <FailureNotice failure={failure} />}
      {state === 'paused' ? (
        <Button
          size="small"
          icon={Play}
          isPending={resume.isPending}
          onPress={() => resume.mutate({ jobId: id })}
        >
          {t('resume')}
        </Button>
      ) : (
        <Button
          size="small"
          icon={Pause}
          isPending={pause.isPending || state === 'pausing'}
          onPress={() => pause.mutate({ jobId: id })}
        >
          {t('pause')}
        </Button>
      )}
      <Button
        size="small"
        isPending={cancel.isPending || cancel.isSuccess}
        onPress={() => cancel.mutate({ jobId: id })}
      >
        {t('cancel')}
      </Button>
    </div>
  );
}

function Overall({ job: { progress, state }, name }: { job: CollectJob; name: string }) {
  const { t } = useTranslation('collect');
  const format = useFormat();
  const { done = null, secondsLeft = null, waiting = null } = progress ?? {};
  const moves = state === 'running' && !waiting;
  const share = done === null ? null : format.percent(Math.floor(done * 100) / 100);
  const left =
    moves && secondsLeft !== null
      ? t('left', { time: format.duration(Math.max(1, secondsLeft)) })
      : null;
  const line = [share, left].filter(Boolean).join(' · ');
  const facts = progress && [
    ['received', format.number(progress.received)] as const,
    ['newEvents', format.number(progress.newEvents)] as const,
    ['pages', format.number(progress.pages)] as const,
    ['requests', format.number(progress.requests)] as const,
    [
      'rate',
      moves ? t('perSecond', { rate: format.number(Math.round(progress.rate)) }) : '—',
    ] as const,
  ];
  return (
    <>
      <ProgressBar label={t('progressOf', { name })} hideLabel value={done} text={line} />
      <div className={styles.line}>
        {line && <span>{line}</span>}
        {state === 'running' && waiting && <Waiting {...waiting} />}
        {state === 'pausing' && <span>{t('job.pausing')}</span>}
      </div>
      {facts && (
        <dl className={styles.facts}>
          {facts.map(([key, value]) => (
            <div key={key}>
              <dt>{t(`facts.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** What it waits for, and how long still. */
export function Waiting({ reason, until }: NonNullable<CollectProgress['waiting']>) {
  const { t } = useTranslation('collect');
  const format = useFormat();
  const [clock, setClock] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setClock(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  // Never zero: what is due now is being tried.
  const seconds = Math.max(1, (Date.parse(until) - clock) / 1000);
  return (
    <span className={styles.waiting}>
      {t(`waiting.${reason}`, { time: format.duration(seconds) })}
    </span>
  );
}

/** The windows as the ledger of the open session has them, with the progress on top. */
function Windows({ progress }: { progress: CollectProgress }) {
  const { t } = useTranslation('collect');
  const format = useFormat();
  const info = useCall('session.info').data;
  const { collectionId, windowsDone, windowsOf, open } = progress;
  const windows = info?.collections.find(({ id }) => id === collectionId)?.windows ?? [];
  if (windowsOf < 2) return null;
  return (
    <section className={styles.windows}>
      <div className={styles.line}>
        {t('windows.done', { done: format.number(windowsDone), count: windowsOf })}
      </div>
      {windows.length > 1 && <WindowStrip windows={windows} open={open} />}
      <OpenWindows open={open} />
    </section>
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
