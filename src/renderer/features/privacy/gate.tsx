import { useEffect, type ReactNode } from 'react';
import { api, queryClient, refresh, useCall, usePush } from '../../api.ts';
import { LockScreen } from './lock-screen.tsx';

/** A sign of life is sent so often at most. */
const signEvery = 20_000;

/** The program, or its lock: what is locked is not in the window at all. */
export function Gate({ children }: { children: ReactNode }) {
  const state = useCall('privacy.state');
  usePush('privacy.changed', (next) => {
    queryClient.setQueryData(['privacy.state', undefined], next);
    if (!next.locked) void refresh('privacy.reveals');
  });
  const locked = state.data?.locked ?? true;
  useSignsOfLife(!locked);
  if (!state.data) return null;
  return locked ? <LockScreen state={state.data} /> : children;
}

function useSignsOfLife(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    let last = 0;
    const sign = () => {
      const now = Date.now();
      if (now - last < signEvery) return;
      last = now;
      // The window may have been locked this very moment.
      void api.call('privacy.touch').catch(() => undefined);
    };
    const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
    for (const name of signs) window.addEventListener(name, sign, { capture: true, passive: true });
    return () => {
      for (const name of signs) window.removeEventListener(name, sign, { capture: true });
    };
  }, [wanted]);
}
