import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { clearHistory, useSearches } from '../review/searches.ts';
import styles from './settings.module.css';

/** The queries that the open session keeps, and how to be rid of them. */
export function HistorySetting() {
  const session = useCall('sessions.current').data;
  return session ? <History /> : null;
}

function History() {
  const { t } = useTranslation('searches');
  const format = useFormat();
  const count = useSearches()?.recent.length;
  if (count === undefined) return null;
  return (
    <section className={styles.history} aria-labelledby="history-title">
      <div>
        <h3 id="history-title">{t('history.label')}</h3>
        <p className="muted" role="status">
          {count === 0
            ? t('history.cleared')
            : t('history.count', { count, number: format.number(count) })}
        </p>
      </div>
      <Button isDisabled={count === 0} onPress={() => void clearHistory()}>
        {t('history.clear')}
      </Button>
    </section>
  );
}
