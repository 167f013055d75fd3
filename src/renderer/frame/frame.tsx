import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { OpenSession } from '../../shared/contract.ts';
import type { Screen } from '../state/navigation.ts';
import { Banners } from './banners.tsx';
import { SlotsContext } from './slots.tsx';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import styles from './frame.module.css';

interface FrameProps {
  session: OpenSession | null;
  screen: Screen;
  children: ReactNode;
}

/** Top bar, notices, the screen, status bar. */
export function Frame({ session, screen, children }: FrameProps) {
  const [top, setTop] = useState<Element | null>(null);
  const [status, setStatus] = useState<Element | null>(null);
  const main = useRef<HTMLElement>(null);
  const before = useRef(screen);
  // The button that led here is gone with its screen: the keyboard goes on in the new one.
  useEffect(() => {
    if (before.current !== screen) main.current?.focus();
    before.current = screen;
  }, [screen]);
  const slots = useMemo(() => ({ top, status }), [top, status]);
  return (
    <SlotsContext value={slots}>
      <div className={styles.frame}>
        <TopBar session={session} screen={screen}>
          <div ref={setTop} className={styles.slot} hidden={screen !== 'review'} />
        </TopBar>
        <Banners />
        <main ref={main} tabIndex={-1} className={styles.main}>
          {children}
        </main>
        <StatusBar session={session} screen={screen}>
          <div ref={setStatus} className={styles.statusSlot} hidden={screen !== 'review'} />
        </StatusBar>
      </div>
    </SlotsContext>
  );
}
