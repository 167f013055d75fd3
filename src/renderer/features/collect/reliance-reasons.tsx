import { useTranslation } from 'react-i18next';
import type { Reliance } from '../../../shared/reliance.ts';
import { useRelianceWords } from './reliance-words.ts';

/** Each reason for a verdict with what it means; nothing where there is none. */
export function RelianceReasons({ reliance }: { reliance: Reliance }) {
  const { t } = useTranslation('reliance');
  const words = useRelianceWords();
  return (
    <dl>
      {reliance.reasons.map((reason) => (
        <div key={reason.kind}>
          <dt>{words.reason(reason)}</dt>
          <dd>{words.meaning(reason)}</dd>
        </div>
      ))}
      {reliance.blocksUnseen && (
        <div>
          <dt>{t('reasons.blocking')}</dt>
          <dd>{t('meanings.blocking')}</dd>
        </div>
      )}
    </dl>
  );
}
