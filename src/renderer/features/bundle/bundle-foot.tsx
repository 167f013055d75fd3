import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import type { BundleWork } from './use-bundle.ts';
import styles from './bundle.module.css';

/** What can be done next; what is to be done is on the right. */
export function BundleFoot({ work, onClose }: { work: BundleWork; onClose: () => void }) {
  const { t } = useTranslation(['sealing', 'common']);
  const { report, step, isPending, brought, fault } = work;
  if (isPending) {
    return <Button onPress={() => void api.call('bundle.cancel')}>{t('open.stop')}</Button>;
  }
  const close = (
    <Button variant="primary" autoFocus onPress={onClose}>
      {t('common:close')}
    </Button>
  );
  if (brought) return close;
  if (!report) {
    return (
      <>
        <Button onPress={onClose}>{t('common:cancel')}</Button>
        <Button variant="primary" autoFocus onPress={work.choose}>
          {t('open.choose')}
        </Button>
      </>
    );
  }
  const another = (
    <span className={styles.another}>
      <Button onPress={work.choose}>{t('open.another')}</Button>
    </span>
  );
  if (report.verdict === 'changed' || fault) {
    return (
      <>
        {another}
        {close}
      </>
    );
  }
  if (report.verdict === 'encrypted') {
    return (
      <>
        {another}
        <Button variant="primary" isDisabled={!work.canUnlock} onPress={work.unlock}>
          {t('open.unlock')}
        </Button>
      </>
    );
  }
  if (step === 'look') {
    const isKnown = report.known !== null;
    return (
      <>
        {another}
        {work.openName !== null && (
          <Button isDisabled={work.hindrance !== null} onPress={() => work.goTo('merge')}>
            {t('open.merge')}
          </Button>
        )}
        {/* Of an unknown signer's, confirming is what is asked for. */}
        <Button
          variant={isKnown ? 'primary' : 'default'}
          autoFocus={isKnown}
          onPress={() => work.goTo('protect')}
        >
          {t(isKnown ? 'open.asSession' : 'open.anyway')}
        </Button>
      </>
    );
  }
  return (
    <>
      <Button onPress={() => work.goTo('look')}>{t('open.back')}</Button>
      {step === 'protect' ? (
        <Button variant="primary" isDisabled={!work.canMake} onPress={work.make}>
          {t('open.start')}
        </Button>
      ) : (
        <Button variant="primary" onPress={work.merge}>
          {t('merge.start')}
        </Button>
      )}
    </>
  );
}
