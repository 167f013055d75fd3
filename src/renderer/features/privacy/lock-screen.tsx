import { useEffect, useState } from 'react';
import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PrivacyState } from '../../../shared/privacy.ts';
import { queryClient, useAction } from '../../api.ts';
import { openDialog } from '../../state/navigation.ts';
import { forgetAsking } from '../../state/privacy.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { clearToasts } from '../../ui/toast.tsx';
import styles from './privacy.module.css';

/** Answers of main that tell nothing of what was collected. */
const harmless: ReadonlySet<unknown> = new Set(['app.info', 'settings.get', 'privacy.state']);

/** All there is in a locked window. */
export function LockScreen({ state }: { state: PrivacyState }) {
  const { t } = useTranslation('privacy');
  const [secret, setSecret] = useState('');
  const unlock = useAction('privacy.unlock');
  const { means } = state;
  const typed = means === 'passphrase' || means === 'code';
  useForgetting();
  return (
    <main className={styles.lock}>
      <form
        className={styles.card}
        aria-labelledby="lock-title"
        onSubmit={(event) => {
          event.preventDefault();
          if (unlock.isPending || (typed && secret === '')) return;
          unlock.mutate({ secret: typed ? secret : null }, { onError: () => setSecret('') });
        }}
      >
        <Lock aria-hidden />
        <h1 id="lock-title">{t('lock.title')}</h1>
        {typed ? (
          <TextField
            label={t(`lock.${means}`)}
            type="password"
            value={secret}
            onChange={setSecret}
            autoFocus
          />
        ) : (
          <p className="muted">{t(means === 'system' ? 'lock.systemNote' : 'lock.keychainNote')}</p>
        )}
        {unlock.error && <FailureNotice failure={unlock.error} />}
        <Button type="submit" variant="primary" autoFocus={!typed} isPending={unlock.isPending}>
          {t('lock.unlock')}
        </Button>
        <p className="muted">{t('lock.goesOn')}</p>
      </form>
    </main>
  );
}

/** What the window knew leaves its memory with its screens. */
function useForgetting(): void {
  useEffect(() => {
    document.title = 'Vestigo';
    openDialog(null);
    forgetAsking();
    clearToasts();
    queryClient.removeQueries({ predicate: ({ queryKey: [channel] }) => !harmless.has(channel) });
    queryClient.getMutationCache().clear();
  }, []);
}
