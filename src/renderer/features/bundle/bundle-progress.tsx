import { useTranslation } from 'react-i18next';
import type { PushPayload } from '../../../shared/contract.ts';
import { useFormat } from '../../state/preferences.ts';
import { ProgressBar } from '../../ui/progress.tsx';

interface BundleProgressProps {
  progress: PushPayload<'bundle.progress'> | null;
  /** What was begun: it verifies once more, or tries, before it counts events. */
  step: 'look' | 'protect' | 'merge';
}

/** How far the work with a bundle is; nothing before it has begun: a person chooses a place. */
export function BundleProgress({ progress, step }: BundleProgressProps) {
  const { t } = useTranslation('sealing');
  const format = useFormat();
  const label = {
    look: 'open.verifying',
    protect: 'open.opening',
    merge: 'merge.running',
  } as const;
  if (!progress) {
    const text = { look: '', protect: t('open.preparing'), merge: t('merge.preparing') }[step];
    return <ProgressBar label={t(label[step])} value={null} text={text} />;
  }
  const { done, of } = progress;
  const text =
    progress.step === 'verify'
      ? t('open.verified', { done: format.bytes(done), of: format.bytes(of) })
      : t('open.events', { done: format.number(done), of: format.number(of) });
  return <ProgressBar label={t(label[step])} value={of > 0 ? done / of : null} text={text} />;
}
