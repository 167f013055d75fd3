import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../shared/contract.ts';
import { goTo } from '../../state/navigation.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { writeQuery } from '../review/query-text.ts';
import styles from './bundle.module.css';

interface BroughtInProps {
  brought: ChannelOutput<'bundle.merge'>;
  /** Of the session. */
  name: string;
  onClose: () => void;
}

/** What a merge came to; where both sides differ, it says so. */
export function BroughtIn({ brought, name, onClose }: BroughtInProps) {
  const { t } = useTranslation('sealing');
  const format = useFormat();
  const zone = useZone();
  const { conflicts, noteConflicts } = brought;
  const hasConflicts = conflicts + noteConflicts > 0;
  return (
    <>
      <p className={styles.done} role="status">
        <CircleCheck aria-hidden /> {t('merge.done', { name })}
      </p>
      <dl className={styles.facts}>
        {(['newEvents', 'duplicates', 'marks', 'conflicts', 'noteConflicts'] as const).map(
          (key) => (
            <div key={key}>
              <dt>{t(`merge.${key}`)}</dt>
              <dd>{format.number(brought[key])}</dd>
            </div>
          ),
        )}
      </dl>
      <Notice
        tone={hasConflicts ? 'warning' : 'info'}
        action={
          conflicts > 0 && (
            <Button
              size="small"
              onPress={() => {
                onClose();
                goTo('review');
                writeQuery('is:changed', zone);
              }}
            >
              {t('merge.show')}
            </Button>
          )
        }
      >
        {t(hasConflicts ? 'merge.some' : 'merge.none')}
      </Notice>
    </>
  );
}
