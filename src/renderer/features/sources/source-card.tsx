import { CircleDashed, KeyRound, Lock, Pencil, Timer, Trash2 } from 'lucide-react';
import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput, Source } from '../../../shared/contract.ts';
import type { Failed, FailureKind } from '../../../shared/errors.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { TokenReport } from './token-report.tsx';
import styles from './sources.module.css';

export interface Tested {
  pending: boolean;
  report?: ChannelOutput<'sources.test'>;
  failure?: Failed;
}

interface SourceCardProps {
  source: Source;
  tested: Tested | undefined;
  onTest: () => void;
  onEdit: () => void;
  onRemove: () => void;
}

const tokenIcons = {
  stored: KeyRound,
  run: Timer,
  missing: CircleDashed,
  locked: Lock,
  absent: CircleDashed,
};

export function SourceCard({ source, tested, onTest, onEdit, onRemove }: SourceCardProps) {
  const { t } = useTranslation(['sources', 'common']);
  const TokenIcon = tokenIcons[source.token];
  const service = t(`common:${source.kind}`);
  const usable = source.token === 'stored' || source.token === 'run';
  return (
    <li className={styles.card} aria-label={source.name}>
      <div className={styles.row}>
        <div className={styles.who}>
          <h2>
            {source.name}
            {/* Where the name does not say it. */}
            {source.name !== service && (
              <Badge tone={source.kind === 'jayguard' ? 'violet' : 'accent'}>{service}</Badge>
            )}
            {source.sample && <Badge>{t('sample')}</Badge>}
          </h2>
          <p className="whereabouts ellipsis selectable">{source.address}</p>
        </div>
        {/* The failure below says it, too. */}
        {tested?.failure?.failure.kind !== 'keychain.locked' && (
          <p className={clsx(styles.token, !usable && styles.attention)}>
            <TokenIcon aria-hidden />
            {t(`tokenState.${source.token}`)}
          </p>
        )}
        <div className={styles.actions}>
          <Button size="small" onPress={onTest} isPending={tested?.pending ?? false}>
            {t('test')}
          </Button>
          {!source.sample && (
            <IconButton
              label={t('editNamed', { name: source.name })}
              icon={Pencil}
              size="small"
              onPress={onEdit}
            />
          )}
          <IconButton
            label={t('removeNamed', { name: source.name })}
            icon={Trash2}
            size="small"
            onPress={onRemove}
          />
        </div>
      </div>
      {tested?.report && <TokenReport report={tested.report} />}
      {tested?.failure && (
        <FailureNotice
          failure={tested.failure}
          {...(isPassing(tested.failure)
            ? { onRetry: onTest }
            : {
                action: (
                  <Button size="small" onPress={onEdit} isDisabled={source.sample}>
                    {t('common:edit')}
                  </Button>
                ),
              })}
        />
      )}
    </li>
  );
}

/** Nothing is wrong with token or address: the same question may be answered the next time. */
function isPassing({ failure: { kind } }: Failed): boolean {
  return passing.has(kind);
}

const passing: ReadonlySet<FailureKind> = new Set([
  'keychain.locked',
  'network.timeout',
  'service.unavailable',
  'service.rate-limited',
]);
