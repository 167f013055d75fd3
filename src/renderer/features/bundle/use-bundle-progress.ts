import { useState } from 'react';
import { usePush } from '../../api.ts';
import type { PushPayload } from '../../../shared/contract.ts';

type Progress = PushPayload<'bundle.progress'>;

/** How far it is with a bundle; null until something was said. */
export function useBundleProgress(): { progress: Progress | null; restart: () => void } {
  const [progress, setProgress] = useState<Progress | null>(null);
  usePush('bundle.progress', setProgress);
  return { progress, restart: () => setProgress(null) };
}
