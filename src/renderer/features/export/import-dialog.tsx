import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sourceKinds, type SourceKind } from '../../../shared/event.ts';
import type { Collection } from '../../../shared/session.ts';
import { api, refresh, useAction, usePush } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress.tsx';
import { Done } from '../../ui/result.tsx';
import { useCollectionWords } from '../collect/collection-words.ts';
import { totals } from '../collect/ledger-facts.ts';

/** Saved answers of a service, or this program's own export, into the open session. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['export', 'common']);
  const format = useFormat();
  const words = useCollectionWords();
  const run = useAction('import.start');
  const [kind, setKind] = useState<SourceKind>('pachca');
  const [progress, setProgress] = useState({ bytes: 0, of: 0, events: 0 });
  const [done, setDone] = useState<Collection | null>(null);
  usePush('import.progress', setProgress);
  const cancelled = run.error?.failure.kind === 'cancelled';

  function start(): void {
    setProgress({ bytes: 0, of: 0, events: 0 });
    run.mutate(
      { kind },
      {
        onSuccess: setDone,
        onSettled: () => void refresh('session.info', 'sessions.current'),
      },
    );
  }

  return (
    <Dialog
      title={t('import.title')}
      size="narrow"
      sticky={run.isPending}
      onClose={onClose}
      foot={
        done ? (
          <Button variant="primary" autoFocus onPress={onClose}>
            {t('common:close')}
          </Button>
        ) : run.isPending ? (
          <Button onPress={() => void api.call('import.cancel')}>{t('cancel')}</Button>
        ) : (
          <>
            <Button onPress={onClose}>{t('common:cancel')}</Button>
            <Button variant="primary" onPress={start}>
              {t('import.choose')}
            </Button>
          </>
        )
      }
    >
      {done ? (
        <>
          <Done>{t('import.done', { file: done.address })}</Done>
          <p>{words.counts(totals(done.windows))}</p>
          <p className="muted">{t('import.noCoverage')}</p>
        </>
      ) : (
        <>
          <p className="muted">{t('import.text')}</p>
          <ChoiceGroup
            label={t('import.kind')}
            look="bar"
            value={kind}
            onChange={setKind}
            isDisabled={run.isPending}
            choices={sourceKinds.map((id) => ({ id, label: t(`common:${id}`) }))}
          />
        </>
      )}
      {run.isPending && progress.of > 0 && (
        <ProgressBar
          label={t('import.running')}
          value={progress.bytes / progress.of}
          text={t('import.progress', {
            bytes: format.bytes(progress.bytes),
            of: format.bytes(progress.of),
            events: format.number(progress.events),
          })}
        />
      )}
      {cancelled && <p role="status">{t('import.cancelled')}</p>}
      {run.error && !cancelled && <FailureNotice failure={run.error} />}
    </Dialog>
  );
}
