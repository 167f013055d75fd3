import { Download, ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { now } from '../../../shared/format.ts';
import type { Reveal } from '../../../shared/reveals.ts';
import { useAction, useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState, FailureNotice, Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import styles from './privacy.module.css';

/** Who was shown personal data, when and why; nothing of it can be taken away. */
export function RevealsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['privacy', 'common']);
  const format = useFormat();
  const asked = useCall('privacy.reveals', undefined, { fresh: true });
  const save = useAction('privacy.saveReveals');
  return (
    <Dialog
      title={t('record.title')}
      size="wide"
      onClose={onClose}
      foot={
        <>
          <Button
            icon={Download}
            isPending={save.isPending}
            isDisabled={!asked.data?.length}
            onPress={() => save.mutate(undefined)}
          >
            {t('record.save')}
          </Button>
          <Button variant="primary" autoFocus onPress={onClose}>
            {t('common:close')}
          </Button>
        </>
      }
    >
      <p className="muted">{t('record.about')}</p>
      {save.data && <Notice tone="info">{t('record.saved', save.data)}</Notice>}
      {save.error && <FailureNotice failure={save.error} />}
      {asked.error && <FailureNotice failure={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isPending && <Skeleton lines={4} />}
      {asked.data?.length === 0 && <EmptyState icon={ScrollText} title={t('record.none')} />}
      {asked.data && asked.data.length > 0 && (
        <table className={styles.record}>
          <thead>
            <tr>
              {(['when', 'who', 'what', 'why'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`record.${name}`)}
                  {name === 'when' && `, ${format.zone(now())}`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {asked.data.map((reveal) => (
              <Entry key={reveal.id} reveal={reveal} />
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}

function Entry({ reveal }: { reveal: Reveal }) {
  const { t } = useTranslation('privacy');
  const format = useFormat();
  const { at, who, action, event, field, events, target, reason } = reveal;
  const parts = [
    field === null ? null : t('record.field', { field }),
    event ? t('record.event', { id: event.id }) : null,
    events === null ? null : t('record.events', { count: events, number: format.number(events) }),
    action === 'show' && !event
      ? t(field === null ? 'record.everything' : 'record.everywhere')
      : null,
    target,
  ].filter((part) => part !== null);
  return (
    <tr>
      <td className="mono">{format.dateTimeSeconds(Date.parse(at) * 1000)}</td>
      <td>{who}</td>
      <td>
        {t(`record.action.${action}`)}: {parts.join(', ')}
      </td>
      <td className="selectable">{reason}</td>
    </tr>
  );
}
