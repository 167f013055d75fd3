import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenSession } from '../../shared/contract.ts';
import { useCall } from '../api.ts';
import { useCollections } from '../state/collections.ts';
import type { Screen } from '../state/navigation.ts';
import { useAppInfo, useFormat, useZone } from '../state/preferences.ts';
import { Kbd } from '../ui/kbd.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { useIsWordShown } from '../ui/toast.tsx';
import styles from './frame.module.css';

interface StatusBarProps {
  session: OpenSession | null;
  screen: Screen;
  children: ReactNode;
}

export function StatusBar({ session, screen, children }: StatusBarProps) {
  const { t } = useTranslation('common');
  const zone = useZone();
  const isWordShown = useIsWordShown();
  return (
    <footer className={styles.status}>
      <div className={clsx(styles.statusGroup, styles.now)}>
        {session && <EventCount />}
        {children}
        <Running />
      </div>
      <div className={clsx(styles.statusGroup, isWordShown && styles.covered)}>
        <Network screen={screen} />
        {session && <Protection {...session} />}
        <span>{zone}</span>
        {screen === 'review' && (
          <span>
            <Kbd>/</Kbd> {t('toSearch')} <Kbd>?</Kbd> {t('toKeys')}
          </span>
        )}
      </div>
    </footer>
  );
}

/** How the file is protected; that its key could not be had again, too. */
function Protection({ protection, info: { cipher } }: OpenSession) {
  const { t } = useTranslation('common');
  const info = useAppInfo();
  const isGone = protection === 'keychain' && info !== undefined && info.keychain !== 'available';
  return (
    <span>
      {cipher} · {t(`key.${isGone ? 'keychainGone' : protection}`)}
    </span>
  );
}

/** That no network is needed, where that is so: not where services are asked. */
function Network({ screen }: Pick<StatusBarProps, 'screen'>) {
  const { t } = useTranslation('common');
  const atWork = useCollections().jobs.filter(
    ({ state }) => state === 'running' || state === 'pausing',
  );
  const isAsking = atWork.some(({ progress }) => !progress?.waiting);
  const isForAsking = screen === 'sources' || screen === 'collect';
  if (!isAsking && (atWork.length > 0 || isForAsking)) return null;
  return <span className={styles.yields}>{t(isAsking ? 'online' : 'offline')}</span>;
}

function EventCount() {
  const { t } = useTranslation('common');
  const format = useFormat();
  const info = useCall('session.info').data;
  if (!info) return null;
  const count = Object.values(info.events).reduce((sum, one) => sum + one, 0);
  return (
    <span>
      <span className={styles.strong}>{format.number(count)}</span> {t('eventWord', { count })}
    </span>
  );
}

/** What is being fetched, in this session or another; one word when it stands still. */
function Running() {
  const { t } = useTranslation('common');
  const format = useFormat();
  const jobs = useCollections().jobs.filter(({ state }) => state !== 'queued');
  if (jobs.length === 0) return null;
  const running = jobs.filter(({ state }) => state === 'running');
  if (running.length === 0) return <span>{t('collectingPaused')}</span>;
  const waits = running.map(({ progress }) => progress?.waiting?.reason ?? null);
  const rate = running.reduce((sum, { progress }) => sum + (progress?.rate ?? 0), 0);
  const told = () => {
    if (waits.every((reason) => reason === 'offline')) return t('collectingOffline');
    if (waits.every((reason) => reason !== null)) return t('collectingWaiting');
    return t('collecting', { rate: format.number(Math.round(rate)) });
  };
  return (
    <span className={styles.running}>
      <Spinner /> {told()}
    </span>
  );
}
