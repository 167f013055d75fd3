import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason, Reliance } from '../../../shared/reliance.ts';
import { useRelianceWords } from './reliance-words.ts';
import styles from './reliance-reasons.module.css';

interface RelianceReasonsProps {
  reliance: Reliance;
  /** What can be done about a reason, beside it. */
  renderAction?: (reason: Reason) => ReactNode;
}

/** Each reason for a verdict with what it means; apart from them what no collection could show. */
export function RelianceReasons({ reliance, renderAction }: RelianceReasonsProps) {
  const { t } = useTranslation('reliance');
  const words = useRelianceWords();
  const { reasons, blocksUnseen } = reliance;
  return (
    <>
      {reasons.length > 0 && (
        <dl>
          {reasons.map((reason) => (
            <div key={reason.kind}>
              <dt>{words.reason(reason)}</dt>
              <dd>
                {words.meaning(reason)} {renderAction?.(reason)}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {blocksUnseen && (
        <section className={reasons.length > 0 ? styles.unseen : undefined}>
          <p className={styles.head}>{t('unseen')}</p>
          <dl>
            <div>
              <dt>{t('reasons.blocking')}</dt>
              <dd>{t('meanings.blocking')}</dd>
            </div>
          </dl>
        </section>
      )}
    </>
  );
}
