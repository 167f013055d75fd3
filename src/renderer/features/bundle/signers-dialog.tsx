import { UserRoundCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KnownSigner } from '../../../shared/bundle.ts';
import { queryClient, useAction, useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState, FailureNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Fingerprint } from './fingerprint.tsx';
import styles from './bundle.module.css';

/** Whose bundles are recognised; any of them can be forgotten. */
export function SignersDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['sealing', 'common']);
  const asked = useCall('bundle.signers', undefined, { fresh: true });
  const forget = useAction('bundle.forgetSigner');
  return (
    <Dialog
      title={t('signers.title')}
      onClose={onClose}
      foot={
        <Button variant="primary" autoFocus onPress={onClose}>
          {t('common:close')}
        </Button>
      }
    >
      <p className="muted">{t('signers.text')}</p>
      {asked.error && <FailureNotice failure={asked.error} onRetry={() => void asked.refetch()} />}
      {forget.error && <FailureNotice failure={forget.error} />}
      {asked.isPending && <Skeleton lines={3} />}
      {asked.data?.length === 0 && (
        <EmptyState icon={UserRoundCheck} title={t('signers.none')}>
          {t('signers.noneText')}
        </EmptyState>
      )}
      <ul className={styles.signers}>
        {asked.data?.map((signer) => (
          <Entry
            key={signer.fingerprint}
            signer={signer}
            onForget={() =>
              forget.mutate(
                { fingerprint: signer.fingerprint },
                {
                  onSuccess: (left) =>
                    queryClient.setQueryData(['bundle.signers', undefined], left),
                },
              )
            }
          />
        ))}
      </ul>
    </Dialog>
  );
}

function Entry({ signer, onForget }: { signer: KnownSigner; onForget: () => void }) {
  const { t } = useTranslation('sealing');
  const format = useFormat();
  const { name, fingerprint, confirmedAt, own } = signer;
  const date = format.date(Date.parse(confirmedAt) * 1000);
  return (
    <li>
      <div className={styles.signer}>
        <p>
          <strong>{name}</strong>
          {own ? (
            <Badge tone="accent">{t('signers.own')}</Badge>
          ) : (
            <span className="muted">{t('signers.confirmed', { date })}</span>
          )}
        </p>
        <Fingerprint value={fingerprint} />
      </div>
      {!own && (
        <Button size="small" aria-label={t('signers.forgetNamed', { name })} onPress={onForget}>
          {t('signers.forget')}
        </Button>
      )}
    </li>
  );
}
