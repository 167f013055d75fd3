import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CollectJob } from '../../../shared/contract.ts';
import type { Selection } from '../../../shared/session.ts';
import { api, useAction, useCall } from '../../api.ts';
import type { Ended } from '../../state/collections.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice, Notice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress.tsx';
import { Done } from '../../ui/result.tsx';
import { Select } from '../../ui/select.tsx';
import { toastFailure } from '../../ui/toast.tsx';
import { Waiting } from '../collect/running-card.tsx';
import { useDetailsJob, useDetailsSources } from './details-job.ts';
import { addTerm } from './query-edit.ts';

/** What of Jay Guard's events has no details yet. */
const unfetched = 'is:unfetched';

/** Fetches details, for everything or for what is shown: how many events that is, first. */
export function DetailsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['review', 'common', 'collect']);
  const { job, ended } = useDetailsJob();
  const sources = useDetailsSources();
  const [chosen, setChosen] = useState<string | null>(null);
  const source = sources.find(({ id }) => id === chosen) ?? sources[0];
  const scopes = useScopes();
  const [wanted, setWanted] = useState<ScopeId>('all');
  const scope = scopes.find(({ id }) => id === wanted) ?? scopes[0];
  const run = useAction('collect.details');
  /** Of one that was left before its end. */
  const left = ended?.failure ? (scope?.count ?? 0) : 0;

  return (
    <Dialog
      title={t('fetchDetails.title')}
      size="narrow"
      onClose={onClose}
      foot={
        job ? (
          <RunningFoot job={job} onClose={onClose} />
        ) : (
          <>
            <Button variant={ended && left === 0 ? 'primary' : 'default'} onPress={onClose}>
              {t(ended ? 'common:close' : 'common:cancel')}
            </Button>
            {(!ended || left > 0) && (
              <Button
                variant="primary"
                isPending={run.isPending}
                isDisabled={!source || !scope?.count}
                onPress={() => {
                  if (source && scope)
                    run.mutate({ sourceId: source.id, selection: scope.selection });
                }}
              >
                {ended ? t('collect:goOn') : t('fetchDetails.start')}
              </Button>
            )}
          </>
        )
      }
    >
      {job ? (
        <Running job={job} />
      ) : ended ? (
        <End ended={ended} left={left} among={wanted} />
      ) : (
        <>
          <p className="muted">{t('fetchDetails.text')}</p>
          <ChoiceGroup<ScopeId>
            label={t('fetchDetails.scope')}
            value={wanted}
            onChange={setWanted}
            choices={scopes.map(({ id, label, note }) => ({ id, label, note }))}
          />
          {source ? (
            <Select
              label={t('fetchDetails.source')}
              value={source.id}
              onChange={setChosen}
              choices={sources.map(({ id, name, address }) => ({ id, label: name, note: address }))}
            />
          ) : (
            <Notice tone="warning">{t('fetchDetails.noSource')}</Notice>
          )}
        </>
      )}
      {run.error && <FailureNotice failure={run.error} />}
    </Dialog>
  );
}

type ScopeId = 'all' | 'shown';

/** Whose details can be asked for, with how many have none yet. */
function useScopes() {
  const { t } = useTranslation('review');
  const format = useFormat();
  const zone = useZone();
  const shown = useSelection();
  const all: Selection = { query: '', zone, period: null };
  const lacking = (selection: Selection) => ({
    ...selection,
    query: addTerm(selection.query, unfetched),
  });
  const options = { fresh: true };
  const counts = {
    all: useCall('review.count', { selection: lacking(all) }, options).data?.matching,
    shown: useCall('review.count', { selection: lacking(shown) }, options).data?.matching,
  };
  return (['all', 'shown'] as const).map((id) => {
    const count = counts[id];
    return {
      id,
      selection: id === 'all' ? all : shown,
      count,
      label: t(`fetchDetails.${id}`),
      note:
        count === undefined
          ? '…'
          : t('fetchDetails.unfetched', { count, number: format.number(count) }),
    };
  });
}

function Running({ job }: { job: CollectJob }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const { progress, state } = job;
  return (
    <>
      <ProgressBar
        label={t(`fetchDetails.${state}`)}
        value={progress?.done ?? null}
        text={t('fetchDetails.sofar', { number: format.number(progress?.newEvents ?? 0) })}
      />
      {progress?.waiting && <Waiting {...progress.waiting} />}
      <p className="muted">{t('fetchDetails.background')}</p>
    </>
  );
}

function RunningFoot({ job, onClose }: { job: CollectJob; onClose: () => void }) {
  const { t } = useTranslation(['review', 'common']);
  const tell = (channel: 'collect.pause' | 'collect.resume' | 'collect.cancel') =>
    void api.call(channel, { jobId: job.id }).catch(toastFailure);
  return (
    <>
      {job.state === 'paused' ? (
        <Button onPress={() => tell('collect.resume')}>{t('fetchDetails.resume')}</Button>
      ) : (
        <Button isDisabled={job.state !== 'running'} onPress={() => tell('collect.pause')}>
          {t('fetchDetails.pause')}
        </Button>
      )}
      <Button onPress={() => tell('collect.cancel')}>{t('fetchDetails.stop')}</Button>
      <Button variant="primary" onPress={onClose}>
        {t('common:close')}
      </Button>
    </>
  );
}

function End({ ended, left, among }: { ended: Ended; left: number; among: ScopeId }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const { failure, detailsFetched, collection } = ended;
  const fetched =
    detailsFetched ?? collection?.windows.reduce((sum, one) => sum + one.counts.newEvents, 0) ?? 0;
  const number = format.number(fetched);
  const isStopped = failure?.kind === 'cancelled';
  return (
    <>
      <Done stopped={failure !== null}>
        {t(isStopped ? 'fetchDetails.stopped' : 'fetchDetails.done', { number })}
      </Done>
      {left > 0 && (
        <p className="muted">{t(`fetchDetails.left.${among}`, { number: format.number(left) })}</p>
      )}
      {failure && !isStopped && <FailureNotice failure={failure} />}
    </>
  );
}
