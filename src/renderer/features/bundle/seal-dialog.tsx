import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, useAction, useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, ChoiceGroup } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress.tsx';
import { ResultDialog } from '../../ui/result.tsx';
import { canLeave, MaskChoice, maskedByDefault, unmaskedReason } from '../privacy/mask-choice.tsx';
import { EncryptionFields } from './encryption-fields.tsx';
import { encryptToOf, notEncrypted } from './seal-choices.ts';
import { SealResult } from './seal-result.tsx';
import { OnceOnly, Sealer } from './sealer.tsx';
import { useBundleProgress } from './use-bundle-progress.ts';
import styles from './bundle.module.css';

/** A signed copy of the session, or of what is shown, for somebody else's computer. */
export function SealDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['sealing', 'common']);
  const format = useFormat();
  const selection = useSelection();
  const count = useCall('review.count', { selection }, { fresh: true });
  const sealer = useCall('bundle.sealer', undefined, { fresh: true });
  const run = useAction('bundle.seal');
  const { progress, restart } = useBundleProgress();
  const [scope, setScope] = useState<'everything' | 'matching'>('everything');
  const [mask, setMask] = useState(maskedByDefault);
  const [notes, setNotes] = useState(true);
  const [encryption, setEncryption] = useState(notEncrypted);
  const [typedName, setName] = useState<string | null>(null);

  const name = typedName ?? sealer.data?.name ?? '';
  const once = sealer.data !== undefined && sealer.data.keychain !== 'available';
  const encryptTo = encryptToOf(encryption);
  const { matching, total } = count.data ?? {};
  const isNarrowed = selection.query.trim() !== '' || selection.period !== null;
  const isEmpty = scope === 'matching' && matching === 0;
  const failure = run.error?.failure ?? null;
  const isCancelled = failure?.kind === 'cancelled';
  const isRecipientRefused =
    failure?.kind === 'input.invalid' && failure.params['field'] === 'recipient';
  const isReady =
    sealer.data && encryptTo !== undefined && canLeave(mask) && !isEmpty && name.trim() !== '';

  function start(): void {
    if (encryptTo === undefined) return;
    restart();
    run.mutate({
      selection: scope === 'matching' ? selection : null,
      notes,
      unmasked: unmaskedReason(mask),
      signer: name,
      once,
      encryptTo,
    });
  }
  const counted = (key: 'everything' | 'matching', number: number | undefined) =>
    number === undefined
      ? t(`seal.${key}`)
      : t(`seal.${key}Count`, { count: number, number: format.number(number) });

  if (run.data) {
    return (
      <ResultDialog
        title={t('seal.doneTitle')}
        onClose={onClose}
        onShowInFolder={() => void api.call('bundle.showInFolder')}
      >
        <SealResult result={run.data} once={once} isPart={mask.masked || scope === 'matching'} />
      </ResultDialog>
    );
  }
  return (
    <Dialog
      title={t('seal.title')}
      onClose={onClose}
      sticky={run.isPending}
      foot={
        run.isPending ? (
          <Button onPress={() => void api.call('bundle.cancel')}>{t('open.stop')}</Button>
        ) : (
          <>
            <Button onPress={onClose}>{t('common:cancel')}</Button>
            <Button variant="primary" isDisabled={!isReady} onPress={start}>
              {t('seal.start')}
            </Button>
          </>
        )
      }
    >
      <p className="muted">{t('seal.text')}</p>
      {run.isPending ? (
        <ProgressBar
          label={t('seal.running')}
          value={progress && progress.of > 0 ? progress.done / progress.of : null}
          text={
            progress
              ? t('open.events', {
                  done: format.number(progress.done),
                  of: format.number(progress.of),
                })
              : ''
          }
        />
      ) : (
        <>
          {/* A key for once is to be known of before anything is chosen. */}
          {sealer.data && sealer.data.keychain !== 'available' && (
            <OnceOnly keychain={sealer.data.keychain} />
          )}
          {count.error && <FailureNotice failure={count.error} />}
          <div className={styles.choice}>
            <ChoiceGroup
              label={t('seal.what')}
              look="bar"
              value={scope}
              onChange={setScope}
              choices={[
                { id: 'everything', label: counted('everything', total) },
                { id: 'matching', label: counted('matching', matching), disabled: !isNarrowed },
              ]}
            />
            {scope === 'matching' ? (
              <p className={styles.note}>{t(isEmpty ? 'seal.nothing' : 'seal.matchingNote')}</p>
            ) : (
              !isNarrowed && <p className={styles.note}>{t('seal.notNarrowed')}</p>
            )}
          </div>
          <div className={styles.choice}>
            <MaskChoice value={mask} onChange={setMask} />
            {mask.masked && scope === 'everything' && (
              <p className={styles.note}>{t('seal.maskedNote')}</p>
            )}
          </div>
          <Checkbox
            label={t('seal.notes')}
            note={t('seal.notesNote')}
            value={notes}
            onChange={setNotes}
          />
          <EncryptionFields
            value={encryption}
            onChange={setEncryption}
            refused={isRecipientRefused}
          />
          {sealer.data && <Sealer sealer={sealer.data} name={name} onName={setName} />}
          {sealer.error && <FailureNotice failure={sealer.error} />}
        </>
      )}
      {isCancelled && <p role="status">{t('seal.cancelled')}</p>}
      {failure && !isCancelled && !isRecipientRefused && <FailureNotice failure={failure} />}
    </Dialog>
  );
}
