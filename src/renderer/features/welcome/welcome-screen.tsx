import { useState } from 'react';
import { FolderOpen, PackageOpen, Plug, Plus, Settings, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RecentSession } from '../../../shared/contract.ts';
import type { Failure, FailureKind } from '../../../shared/errors.ts';
import { useCall } from '../../api.ts';
import { goTo, openDialog } from '../../state/navigation.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { FailureNotice, Notice } from '../../ui/notice.tsx';
import { NewSessionDialog } from './new-session-dialog.tsx';
import { PassphraseDialog } from './passphrase-dialog.tsx';
import { RecentSessions } from './recent-sessions.tsx';
import { SampleCard } from './sample-card.tsx';
import { useOpenSession } from './use-open-session.ts';
import styles from './welcome.module.css';

export function WelcomeScreen() {
  const { t } = useTranslation(['welcome', 'common', 'sealing']);
  const current = useCall('sessions.current').data;
  const recent = useCall('sessions.recent').data ?? [];
  const [creating, setCreating] = useState(false);
  const { opening, open, stop } = useOpenSession();
  const nameOf = (id: string | null) => recent.find((session) => session.id === id)?.name ?? null;

  return (
    <div className={styles.page}>
      <header className={styles.intro}>
        <h1>{t('title')}</h1>
        <p>{t('promise')}</p>
        <p className="muted">{t('promiseMore')}</p>
      </header>
      {current && (
        <Notice
          tone="info"
          action={
            <Button size="small" onPress={() => goTo('review')}>
              {t('common:backToReview')}
            </Button>
          }
        >
          {t('isOpen', { name: current.info.name })}
        </Notice>
      )}
      {opening?.failure && !opening.asks && (
        <NotOpened
          failure={opening.failure}
          session={recent.find(({ id }) => id === opening.id)}
          onRetry={() => void open(opening.id)}
          onOpenFile={() => void open(null)}
          onClose={stop}
        />
      )}
      <div className={styles.columns}>
        <section className={styles.sessions} aria-labelledby="recent-title">
          <h2 id="recent-title">{t('recent.title')}</h2>
          <RecentSessions
            busy={opening?.pending ? opening.id : null}
            damaged={opening?.failure?.kind === 'session.damaged' ? opening.id : null}
            onOpen={({ id }) => void open(id)}
          />
        </section>
        <aside className={styles.side} aria-label={t('common:actions')}>
          <div className={styles.buttons}>
            <Button variant="primary" icon={Plus} onPress={() => setCreating(true)}>
              {t('new.action')}
            </Button>
            <Button
              icon={FolderOpen}
              isPending={opening?.pending === true && opening.id === null}
              onPress={() => void open(null)}
            >
              {t('openFile')}
            </Button>
            <Button icon={PackageOpen} onPress={() => openDialog('bundle')}>
              {t('sealing:open.action')}
            </Button>
          </div>
          <SampleCard />
          <div className={styles.links}>
            <Button variant="quiet" icon={Plug} onPress={() => goTo('sources')}>
              {t('common:sources')}
            </Button>
            <Button variant="quiet" icon={Settings} onPress={() => openDialog('settings')}>
              {t('common:settings')}
            </Button>
          </div>
        </aside>
      </div>
      {creating && <NewSessionDialog onClose={() => setCreating(false)} />}
      {opening?.asks && (
        <PassphraseDialog
          name={nameOf(opening.id)}
          pending={opening.pending}
          failure={opening.failure}
          onSubmit={(passphrase) => void open(opening.id, passphrase)}
          onClose={stop}
        />
      )}
    </div>
  );
}

interface NotOpenedProps {
  failure: Failure;
  /** undefined: a file that is not on the list. */
  session: RecentSession | undefined;
  onRetry: () => void;
  onOpenFile: () => void;
  onClose: () => void;
}

/** Which session it is, why it did not open, and the ways on from there. */
function NotOpened({ failure, session, ...on }: NotOpenedProps) {
  const { t } = useTranslation(['welcome', 'common', 'sealing']);
  const title = session && t('notOpened', { name: session.name, file: session.fileName });
  const isPassing = session && passing.has(failure.kind);
  return (
    <FailureNotice
      failure={failure}
      title={title ?? null}
      action={
        <div className={styles.ways}>
          {isPassing && (
            <Button size="small" onPress={on.onRetry}>
              {t('common:retry')}
            </Button>
          )}
          {failure.kind === 'session.damaged' && (
            <>
              <Button size="small" onPress={on.onOpenFile}>
                {t('openFile')}
              </Button>
              <Button size="small" onPress={() => openDialog('bundle')}>
                {t('sealing:open.action')}
              </Button>
            </>
          )}
          <IconButton label={t('common:close')} icon={X} size="small" onPress={on.onClose} />
        </div>
      }
    />
  );
}

/** Once the person has seen to it outside, the same file opens. */
const passing: ReadonlySet<FailureKind> = new Set(['session.in-use', 'keychain.locked']);
