import {
  ChartColumn,
  Download,
  Ellipsis,
  FileInput,
  FolderOpen,
  Scale,
  ListPlus,
  LogOut,
  PackageCheck,
  PackageOpen,
  Plug,
  Settings,
  ShieldAlert,
  Tags,
  Users,
  Waypoints,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenSession } from '../../shared/contract.ts';
import { api } from '../api.ts';
import { PrivacyMenu } from '../features/privacy/privacy-menu.tsx';
import { goTo, openDialog, type Screen } from '../state/navigation.ts';
import { openPeople } from '../state/people.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { toastFailure } from '../ui/toast.tsx';
import styles from './frame.module.css';

interface TopBarProps {
  session: OpenSession | null;
  screen: Screen;
  children: ReactNode;
}

export function TopBar({ session, screen, children }: TopBarProps) {
  const { t } = useTranslation('common');
  // The screens without a heading of their own are about the session.
  const Name = screen === 'sources' || screen === 'welcome' ? 'span' : 'h1';
  const count = Object.values(session?.info.events ?? {}).filter((events) => events > 0).length;
  const about = session && [
    session.info.name,
    session.fileName,
    ...(count > 0 ? [t('sourceCount', { count })] : []),
  ];
  return (
    <header className={styles.top} data-screen={screen}>
      <div className={styles.brand}>
        <span className={styles.product}>Vestigo</span>
        {session && (
          <Name className={styles.session} title={about?.join(' · ')}>
            {session.info.name}
            {screen === 'collect' && ` · ${t('collections')}`}
            {(screen === 'overview' || screen === 'findings') && ` · ${t(screen)}`}
          </Name>
        )}
      </div>
      {children}
      {screen !== 'review' && <span className={styles.space} />}
      <nav className={styles.actions} aria-label={t('actions')}>
        {session && screen !== 'review' && (
          <Button onPress={() => goTo('review')}>{t('backToReview')}</Button>
        )}
        {!session && screen === 'sources' && (
          <Button onPress={() => goTo('welcome')}>{t('backToSessions')}</Button>
        )}
        {session && screen === 'review' && (
          <>
            <Button onPress={() => goTo('overview')}>{t('overview')}</Button>
            <Button onPress={() => goTo('findings')}>{t('findings')}</Button>
            <Button onPress={() => goTo('collect')}>{t('collect')}</Button>
            <Button onPress={() => openDialog('export')}>{t('export')}</Button>
          </>
        )}
        {session && <PrivacyMenu />}
        <MoreMenu session={session} screen={screen} />
      </nav>
    </header>
  );
}

function MoreMenu({ session, screen }: Pick<TopBarProps, 'session' | 'screen'>) {
  const { t } = useTranslation(['common', 'comparison', 'sealing']);

  const ofSession: MenuEntry[] = session
    ? [
        {
          id: 'overview',
          label: t('overview'),
          icon: ChartColumn,
          disabled: screen === 'overview',
          onAction: () => goTo('overview'),
        },
        {
          id: 'compare',
          label: t('comparison:action'),
          icon: Scale,
          onAction: () => openDialog('compare'),
        },
        {
          id: 'findings',
          label: t('findings'),
          icon: ShieldAlert,
          disabled: screen === 'findings',
          onAction: () => goTo('findings'),
        },
        {
          id: 'collect',
          label: t('collections'),
          icon: Download,
          disabled: screen === 'collect',
          onAction: () => goTo('collect'),
        },
        {
          id: 'tags',
          label: t('tags'),
          icon: Tags,
          onAction: () => openDialog('tags'),
        },
        {
          id: 'people',
          label: t('people'),
          icon: Users,
          onAction: () => openPeople(),
        },
        {
          id: 'import',
          label: t('import'),
          icon: FileInput,
          onAction: () => openDialog('import'),
        },
        {
          id: 'seal',
          label: t('sealing:seal.action'),
          icon: PackageCheck,
          onAction: () => openDialog('seal'),
        },
        {
          id: 'origins',
          label: t('sealing:origins.action'),
          icon: Waypoints,
          onAction: () => openDialog('origins'),
        },
        ...(session.info.details.of > 0
          ? [
              {
                id: 'details',
                label: t('fetchDetails'),
                icon: ListPlus,
                disabled: session.info.details.fetched === session.info.details.of,
                onAction: () => openDialog('details'),
              },
            ]
          : []),
      ]
    : [];
  const closing: MenuEntry[] = session
    ? [
        {
          id: 'show',
          label: t('showInFolder'),
          icon: FolderOpen,
          apart: true,
          onAction: () => {
            void api.call('sessions.showInFolder', {}).catch(toastFailure);
          },
        },
        {
          id: 'close',
          label: t('closeSession'),
          icon: LogOut,
          onAction: () => void api.call('sessions.close').catch(toastFailure),
        },
      ]
    : [];
  return (
    <Menu
      label={t('more')}
      trigger={<IconButton label={t('more')} icon={Ellipsis} />}
      entries={[
        ...ofSession,
        {
          id: 'bundle',
          label: t('sealing:open.action'),
          icon: PackageOpen,
          onAction: () => openDialog('bundle'),
        },
        {
          id: 'sources',
          label: t('sources'),
          icon: Plug,
          disabled: screen === 'sources',
          onAction: () => goTo('sources'),
        },
        {
          id: 'settings',
          label: t('settings'),
          icon: Settings,
          onAction: () => openDialog('settings'),
        },
        ...closing,
      ]}
    />
  );
}
