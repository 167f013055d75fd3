import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Json } from './json-tab.tsx';

const pageSize = 50;
const mostShown = 1000;

/** What a service or a file held and nobody could read: kept as it came, and to be looked into. */
export function QuarantineDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['review', 'common']);
  const [limit, setLimit] = useState(pageSize);
  const asked = useCall('review.quarantine', { offset: 0, limit }, { fresh: true, keep: true });
  const found = asked.data ?? [];
  return (
    <Dialog
      title={t('quarantine.title')}
      size="wide"
      onClose={onClose}
      foot={
        <>
          {found.length === limit && limit < mostShown && (
            <Button onPress={() => setLimit(Math.min(mostShown, limit + pageSize))}>
              {t('quarantine.more')}
            </Button>
          )}
          <Button variant="primary" autoFocus onPress={onClose}>
            {t('common:close')}
          </Button>
        </>
      }
    >
      <p className="muted">{t('quarantine.text')}</p>
      {asked.isPending && <Skeleton lines={6} />}
      {asked.error && <FailureNotice failure={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data?.length === 0 && <p>{t('quarantine.none')}</p>}
      {found.map(({ raw, reason }, at) => (
        <Json key={at} title={t('quarantine.reason', { reason })} json={raw} />
      ))}
    </Dialog>
  );
}
