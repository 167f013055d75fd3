import { useState } from 'react';
import { Plug, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../shared/contract.ts';
import { Failed, toFailure } from '../../../shared/errors.ts';
import { api, refresh, useAction, useCall } from '../../api.ts';
import { useAppInfo } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Question } from '../../ui/dialog.tsx';
import { EmptyState, FailureNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { SourceCard, type Tested } from './source-card.tsx';
import { SourceDialog } from './source-dialog.tsx';
import styles from './sources.module.css';

export function SourcesScreen() {
  const { t } = useTranslation('sources');
  const sources = useCall('sources.list', undefined, { fresh: true });
  const isKept = useAppInfo()?.keychain !== 'absent';
  const [tested, setTested] = useState<Record<string, Tested>>({});
  const [editing, setEditing] = useState<Source | 'new' | null>(null);
  const [removing, setRemoving] = useState<Source | null>(null);

  async function test(id: string): Promise<void> {
    const note = (result: Tested) => setTested((all) => ({ ...all, [id]: result }));
    note({ pending: true });
    try {
      note({ pending: false, report: await api.call('sources.test', { id }) });
    } catch (error) {
      const { kind, params } = toFailure(error);
      note({ pending: false, failure: new Failed(kind, params) });
    }
    // A keychain may have been locked or unlocked meanwhile.
    await refresh('app.info', 'sources.list');
  }

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{t('title')}</h1>
          <p className="muted">{t(isKept ? 'text.keychain' : 'text.run')}</p>
        </div>
        <Button variant="primary" icon={Plus} onPress={() => setEditing('new')}>
          {t('add.action')}
        </Button>
      </header>
      {sources.isPending && <Skeleton lines={5} />}
      {sources.error && (
        <FailureNotice failure={sources.error} onRetry={() => void sources.refetch()} />
      )}
      {sources.data?.length === 0 && (
        <EmptyState icon={Plug} title={t('none')}>
          {t('noneText')}
        </EmptyState>
      )}
      <ul className={styles.list}>
        {sources.data?.map((source) => (
          <SourceCard
            key={source.id}
            source={source}
            tested={tested[source.id]}
            onTest={() => void test(source.id)}
            onEdit={() => setEditing(source)}
            onRemove={() => setRemoving(source)}
          />
        ))}
      </ul>
      {editing && (
        <SourceDialog
          source={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={({ id }) => {
            setEditing(null);
            void test(id);
          }}
        />
      )}
      {removing && <RemoveQuestion source={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}

function RemoveQuestion({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t } = useTranslation(['sources', 'common']);
  const remove = useAction('sources.remove');
  return (
    <Question
      title={t('remove.title', { name: source.name })}
      yes={t('common:remove')}
      danger
      isPending={remove.isPending}
      onNo={onClose}
      onYes={() => {
        remove.mutate(
          { id: source.id },
          {
            onSuccess: () => {
              void refresh('sources.list');
              onClose();
            },
          },
        );
      }}
    >
      <p>{t('remove.text')}</p>
      {remove.error && <FailureNotice failure={remove.error} />}
    </Question>
  );
}
