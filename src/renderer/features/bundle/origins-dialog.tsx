import { PackageOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../shared/contract.ts';
import { useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState, FailureNotice } from '../../ui/notice.tsx';
import { Facts } from '../../ui/result.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Conflicts } from './conflicts.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { Stated } from './stated.tsx';
import styles from './bundle.module.css';

/** The bundles that the session was made of or that were brought into it, latest first. */
export function OriginsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['sealing', 'common']);
  const asked = useCall('bundle.origins', undefined, { fresh: true });
  return (
    <Dialog
      title={t('origins.title')}
      size="wide"
      onClose={onClose}
      foot={
        <Button variant="primary" autoFocus onPress={onClose}>
          {t('common:close')}
        </Button>
      }
    >
      <p className="muted">{t('origins.text')}</p>
      {asked.error && <FailureNotice failure={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isPending && <Skeleton lines={4} />}
      {asked.data?.length === 0 && (
        <EmptyState icon={PackageOpen} title={t('origins.none')}>
          {t('origins.noneText')}
        </EmptyState>
      )}
      {asked.data?.toReversed().map((origin) => (
        <FromBundle
          key={origin.id}
          origin={origin}
          opened={asked.data.map(({ sha256 }) => sha256)}
        />
      ))}
    </Dialog>
  );
}

interface FromBundleProps {
  origin: ChannelOutput<'bundle.origins'>[number];
  /** SHA-256 of all bundles that were opened here. */
  opened: readonly string[];
}

function FromBundle({ origin, opened }: FromBundleProps) {
  const { t } = useTranslation('sealing');
  const format = useFormat();
  const { bundle, signer, known, merged, events, marks } = origin;
  const conflicts = merged ? merged.conflicts + merged.noteConflicts : 0;
  const counted = (count: number | null, fresh: number | undefined) => {
    if (count === null) return fresh === undefined ? null : format.number(fresh);
    const number = format.number(count);
    return fresh === undefined
      ? number
      : t('origins.fresh', { number, fresh: format.number(fresh) });
  };
  const facts = [
    [t('facts.sealed'), format.isoMoment(origin.sealedAt)],
    [t(merged ? 'origins.merged' : 'origins.opened'), format.isoMoment(origin.openedAt)],
    [t('facts.events'), counted(events, merged?.newEvents)],
    [t('origins.marks'), counted(marks, merged?.marks)],
  ] as const;
  const isRenamed = known !== null && known.name !== signer.name;
  return (
    <section className={styles.origin} aria-label={bundle}>
      <h3 className="mono">{bundle}</h3>
      <Facts>
        <dt>{t('facts.signer')}</dt>
        <dd className={styles.who}>
          {isRenamed
            ? t('facts.callsThemselves', { name: known.name, claimed: signer.name })
            : signer.name}
          <Badge tone={known ? 'accent' : 'warning'}>
            {t(known ? 'origins.known' : 'origins.unknown')}
          </Badge>
        </dd>
        <dt>{t('facts.fingerprint')}</dt>
        <dd>
          <Fingerprint value={signer.fingerprint} />
        </dd>
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </Facts>
      <Stated by={known?.name ?? signer.name} stated={origin.stated} opened={opened} />
      {merged && conflicts === 0 && <p className="muted">{t('merge.none')}</p>}
      {conflicts > 0 && (
        <Conflicts origin={origin.id} of={conflicts} signer={known?.name ?? signer.name} />
      )}
    </section>
  );
}
