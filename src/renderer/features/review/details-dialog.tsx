import { useState } from 'react';
import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, refresh, useAction, useCall, usePush } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice, Notice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress.tsx';
import { Select } from '../../ui/select.tsx';
import { useDetailsSources } from './details-source.ts';
import { addTerm } from './query-edit.ts';
import styles from './fetching.module.css';

/** Details for everything that is shown: how many events that is, first. */
export function DetailsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['review', 'common']);
  const format = useFormat();
  const shown = useSelection();
  const selection = { ...shown, query: addTerm(shown.query, 'source:jayguard') };
  const count = useCall('review.count', { selection }, { fresh: true });
  const info = useCall('session.info').data;
  const sources = useDetailsSources();
  const [chosen, setChosen] = useState<string | null>(null);
  const run = useAction('details.fetch');
  const [fetched, setFetched] = useState(0);
  usePush('details.progress', (progress) => setFetched(progress.fetched));
  const source = sources.find(({ id }) => id === chosen) ?? sources[0];
  const cancelled = run.error?.failure.kind === 'cancelled';
  const matching = count.data?.matching ?? 0;

  function start(): void {
    if (!source) return;
    setFetched(0);
    run.mutate(
      { sourceId: source.id, selection },
      { onSettled: () => void refresh('review.event', 'session.info', 'sessions.current') },
    );
  }

  return (
    <Dialog
      title={t('fetchDetails.title')}
      size="narrow"
      sticky={run.isPending}
      onClose={onClose}
      foot={
        run.isPending ? (
          <Button onPress={() => void api.call('details.cancel')}>{t('fetchDetails.stop')}</Button>
        ) : (
          <>
            <Button onPress={onClose}>{t('common:close')}</Button>
            {!run.data && (
              <Button variant="primary" onPress={start} isDisabled={!source || matching === 0}>
                {t('fetchDetails.start')}
              </Button>
            )}
          </>
        )
      }
    >
      <p className="muted">{t('fetchDetails.text')}</p>
      {count.error && <FailureNotice failure={count.error} />}
      <dl className={styles.facts}>
        <dt>{t('fetchDetails.events')}</dt>
        <dd>{count.data ? format.number(matching) : '…'}</dd>
        <dt>{t('fetchDetails.without')}</dt>
        <dd>{info ? format.number(info.details.of - info.details.fetched) : '…'}</dd>
      </dl>
      {source ? (
        <Select
          label={t('fetchDetails.source')}
          value={source.id}
          onChange={setChosen}
          isDisabled={run.isPending}
          choices={sources.map(({ id, name, address }) => ({ id, label: name, note: address }))}
        />
      ) : (
        <Notice tone="warning">{t('fetchDetails.noSource')}</Notice>
      )}
      {run.isPending && (
        <ProgressBar
          label={t('fetchDetails.running')}
          value={null}
          text={t('fetchDetails.sofar', { number: format.number(fetched) })}
        />
      )}
      {run.data && (
        <p className={styles.done} role="status">
          <CircleCheck aria-hidden />
          {t('fetchDetails.done', { number: format.number(run.data.fetched) })}
        </p>
      )}
      {cancelled && (
        <p role="status">{t('fetchDetails.stopped', { number: format.number(fetched) })}</p>
      )}
      {run.error && !cancelled && <FailureNotice failure={run.error} />}
    </Dialog>
  );
}
