import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../shared/contract.ts';
import { useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Notice } from '../../ui/notice.tsx';
import { Done, Facts } from '../../ui/result.tsx';
import { Conflicts } from './conflicts.tsx';

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
      <Done>{t('merge.done', { name })}</Done>
      <Facts>
        {(['newEvents', 'duplicates', 'marks', 'conflicts', 'noteConflicts'] as const).map(
          (key) => (
            <div key={key}>
              <dt>{t(`merge.${key}`)}</dt>
              <dd>{format.number(brought[key])}</dd>
            </div>
          ),
        )}
      </Facts>
      <Notice tone={conflicts > 0 ? 'warning' : 'info'}>
        {t(conflicts > 0 ? 'merge.some' : 'merge.none')}
      </Notice>
      {conflicts > 0 && last && (
        <Conflicts origin={last.id} of={conflicts} signer={last.known?.name ?? last.signer.name} />
      )}
    </>
  );
}
