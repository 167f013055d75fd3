import { Ellipsis, FileQuestion, FolderOpen, KeyRound, ListX, Lock, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { RecentSession } from '../../../shared/contract.ts';
import { api, refresh, useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { EmptyState, FailureNotice } from '../../ui/notice.tsx';
import { Skeleton, Spinner } from '../../ui/spinner.tsx';
import { toastFailure } from '../../ui/toast.tsx';
import { DeleteSessionDialog } from './delete-session-dialog.tsx';
import styles from './welcome.module.css';

interface RecentSessionsProps {
  /** The one that is being opened. */
  busy: string | null;
  /** One that turned out not to be as it was written. */
  damaged: string | null;
  onOpen: (session: RecentSession) => void;
}

export function RecentSessions({ busy, damaged, onOpen }: RecentSessionsProps) {
  const { t } = useTranslation('welcome');
  const recent = useCall('sessions.recent', undefined, { fresh: true });
  if (recent.isPending) return <Skeleton lines={6} />;
  if (recent.error) {
    return <FailureNotice failure={recent.error} onRetry={() => void recent.refetch()} />;
  }
  if (recent.data.length === 0) {
    return (
      <EmptyState icon={FolderOpen} title={t('recent.none')}>
        {t('recent.noneText')}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.recent}>
      {recent.data.map((session) => (
        <Entry
          key={session.id}
          session={session}
          busy={busy === session.id}
          damaged={damaged === session.id}
          onOpen={() => onOpen(session)}
        />
      ))}
    </ul>
  );
}

interface EntryProps {
  session: RecentSession;
  busy: boolean;
  damaged: boolean;
  onOpen: () => void;
}

function Entry({ session, busy, damaged, onOpen }: EntryProps) {
  const { t } = useTranslation(['welcome', 'common', 'privacy']);
  const [deleting, setDeleting] = useState(false);
  const format = useFormat();
  const Protection = session.protection === 'keychain' ? KeyRound : Lock;
  return (
    <li className={styles.entry}>
      <AriaButton
        className={styles.open ?? ''}
        onPress={onOpen}
        isDisabled={!session.exists || busy}
      >
        <span className={styles.icon} aria-hidden>
          {busy ? <Spinner /> : session.exists ? <Protection /> : <FileQuestion />}
        </span>
        <span className={styles.words}>
          <span className={styles.name}>
            <span className="ellipsis">{session.name}</span>
            {!session.exists && <Badge tone="warning">{t('recent.missing')}</Badge>}
            {damaged && <Badge tone="danger">{t('recent.damaged')}</Badge>}
          </span>
          <span className="whereabouts ellipsis">
            …/{session.folder}/{session.fileName}
          </span>
        </span>
        <span className={styles.when}>
          {t('recent.opened', { when: format.isoDateTime(session.openedAt) })}
          <span>
            {t(session.protection === 'keychain' ? 'recent.keychain' : 'recent.passphrase')}
          </span>
        </span>
      </AriaButton>
      <Menu
        label={t('recent.more', { name: session.name })}
        trigger={<IconButton label={t('recent.more', { name: session.name })} icon={Ellipsis} />}
        entries={[
          {
            id: 'show',
            label: t('common:showInFolder'),
            icon: FolderOpen,
            disabled: !session.exists,
            onAction: () =>
              void api.call('sessions.showInFolder', { id: session.id }).catch(toastFailure),
          },
          {
            id: 'forget',
            label: t('recent.forget'),
            icon: ListX,
            onAction: () => void forget(session.id),
          },
          {
            id: 'delete',
            label: t('privacy:deletion.menu'),
            icon: Trash2,
            danger: true,
            apart: true,
            disabled: !session.exists,
            onAction: () => setDeleting(true),
          },
        ]}
      />
      {deleting && <DeleteSessionDialog session={session} onClose={() => setDeleting(false)} />}
    </li>
  );
}

async function forget(id: string): Promise<void> {
  await api.call('sessions.forget', { id });
  await refresh('sessions.recent');
}
