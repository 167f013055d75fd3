import { useState } from 'react';
import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api.ts';
import { proposeCollection } from '../../state/collections.ts';
import { goTo } from '../../state/navigation.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { enterSession } from './use-open-session.ts';
import styles from './welcome.module.css';

const sizes = ['5000', '50000', '1000000'] as const;

/** Two built-in services: everything can be tried without a token. */
export function SampleCard() {
  const { t } = useTranslation('welcome');
  const format = useFormat();
  const start = useAction('sample.start');
  const [size, setSize] = useState<(typeof sizes)[number]>('5000');

  function begin(): void {
    start.mutate(
      { events: Number(size) },
      {
        onSuccess: ({ session, from, to }) => {
          enterSession(session);
          proposeCollection({ period: { from, to } });
          goTo('collect');
        },
      },
    );
  }

  return (
    <section className={styles.card} aria-labelledby="sample-title">
      <h2 id="sample-title">
        <FlaskConical aria-hidden /> {t('sample.title')}
      </h2>
      <p className="muted">{t('sample.text')}</p>
      <ChoiceGroup
        label={t('sample.size')}
        look="bar"
        value={size}
        onChange={setSize}
        choices={sizes.map((id) => ({ id, label: format.number(Number(id)) }))}
        isDisabled={start.isPending}
      />
      {start.error && start.error.failure.kind !== 'cancelled' && (
        <FailureNotice failure={start.error} />
      )}
      <div>
        <Button isPending={start.isPending} onPress={begin}>
          {t('sample.start')}
        </Button>
      </div>
    </section>
  );
}
