import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../shared/contract.ts';
import { useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Notice } from '../../ui/notice.tsx';
import { Conflicts } from './conflicts.tsx';
import styles from './bundle.module.css';

interface BroughtInProps {
  brought: ChannelOutput<'bundle.merge'>;
  /** Of the session. */
  name: string;
}

/** What a merge came to, and each place where the two sides differ. */
export function BroughtIn({ brought, name }: BroughtInProps) {
  const { t } = useTranslation('sealing');
  const format = useFormat();
  const last = useCall('bundle.origins', undefined, { fresh: true }).data?.at(-1);
  const conflicts = brought.conflicts + brought.noteConflicts;
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
      <Notice tone={conflicts > 0 ? 'warning' : 'info'}>
        {t(conflicts > 0 ? 'merge.some' : 'merge.none')}
      </Notice>
      {conflicts > 0 && last && <Conflicts origin={last.id} of={conflicts} />}
    </>
  );
}
