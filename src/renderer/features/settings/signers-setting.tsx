import { useTranslation } from 'react-i18next';
import { openDialog } from '../../state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import styles from './settings.module.css';

/** Leads to the signers of bundles that were confirmed. */
export function SignersSetting() {
  const { t } = useTranslation('sealing');
  return (
    <section className={styles.history} aria-labelledby="signers-title">
      <div>
        <h3 id="signers-title">{t('signers.title')}</h3>
        <p className="muted">{t('signers.text')}</p>
      </div>
      <Button onPress={() => openDialog('signers')}>{t('signers.show')}</Button>
    </section>
  );
}
