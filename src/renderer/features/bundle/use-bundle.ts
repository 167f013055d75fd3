import { useEffect, useState } from 'react';
import type { BundleReport } from '../../../shared/bundle.ts';
import { api, refresh, useAction, useCall } from '../../api.ts';
import { useCollections } from '../../state/collections.ts';
import { protectionOf, useProtecting } from '../welcome/protection-fields.tsx';
import { enterSession } from '../welcome/use-open-session.ts';
import { nothingGiven, unlockingOf } from './unlock-fields.tsx';
import { useBundleProgress } from './use-bundle-progress.ts';
import { faultIn } from './verdict.tsx';

export type BundleWork = ReturnType<typeof useBundle>;

/** What a bundle brings beside events, which the session itself tells of. */
const ofSession = [
  'session.info',
  'sessions.current',
  'marks.tags',
  'marks.history',
  'people.known',
  'people.list',
  'searches.list',
  'findings.judged',
  'notices.list',
] as const;

/**
 * A bundle on its way: chosen, verified, opened with a key where it is encrypted, then made into a
 * session or brought into the open one. One thing at a time.
 */
export function useBundle(onClose: () => void) {
  const current = useCall('sessions.current').data ?? null;
  const { jobs } = useCollections();
  const [report, setReport] = useState<BundleReport | null>(null);
  /** What is asked between the verdict and the session. */
  const [step, setStep] = useState<'look' | 'protect' | 'merge'>('look');
  const [unlocking, setUnlocking] = useState(nothingGiven);
  const protecting = useProtecting();
  const { progress, restart } = useBundleProgress();
  const choose = useAction('bundle.choose');
  const unlock = useAction('bundle.unlock');
  const open = useAction('bundle.open');
  const merge = useAction('bundle.merge');
  useEffect(() => () => void api.call('bundle.leave').catch(() => undefined), []);

  const actions = [choose, unlock, open, merge];
  const failure = actions.find(({ error }) => error)?.error?.failure ?? null;
  const secret = unlockingOf(unlocking);
  const protection = protectionOf(protecting.value);

  /** What the action before came to is over. */
  function begin(): void {
    for (const action of actions) action.reset();
    restart();
  }
  function show(found: BundleReport | null): void {
    if (!found) return;
    setReport(found);
    setStep('look');
    setUnlocking(nothingGiven);
  }

  return {
    report,
    step,
    unlocking: { value: unlocking, onChange: setUnlocking, failure: unlock.error?.failure ?? null },
    protecting,
    progress,
    /** What the open session is called; null without one. */
    openName: current?.info.name ?? null,
    /** Why the open session cannot take it in now. */
    hindrance: hindranceOf(
      current?.info.collections.length ?? 0,
      jobs.some(({ session }) => session.current),
    ),
    isPending: actions.some(({ isPending }) => isPending),
    /** It turned out on opening that the bundle is another one, or no session. */
    fault: failure && faultIn(failure),
    isCancelled: failure?.kind === 'cancelled',
    /** Anything else that went wrong, but for a wrong key, which its field tells. */
    failure: failure && !unlock.error && failure.kind !== 'cancelled' ? failure : null,
    brought: merge.data ?? null,
    canUnlock: secret !== null,
    canMake: protection !== null,
    confirmed: setReport,
    goTo(next: typeof step): void {
      begin();
      setStep(next);
    },
    choose: () => {
      begin();
      choose.mutate(undefined, { onSuccess: show });
    },
    unlock: () => {
      if (!secret) return;
      begin();
      unlock.mutate(secret, { onSuccess: show });
    },
    make: () => {
      if (!protection) return;
      begin();
      const onSuccess = (session: NonNullable<typeof current> | null) => {
        // null: the person closed the system's dialog; all is still there.
        if (!session) return;
        onClose();
        enterSession(session);
      };
      open.mutate({ protection }, { onSuccess });
    },
    merge: () => {
      begin();
      merge.mutate(undefined, { onSettled: () => void refresh(...ofSession) });
    },
  };
}

function hindranceOf(
  collections: number,
  isCollecting: boolean,
): 'mergeEmpty' | 'mergeCollecting' | null {
  if (collections === 0) return 'mergeEmpty';
  return isCollecting ? 'mergeCollecting' : null;
}
