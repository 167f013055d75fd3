import { useTranslation } from 'react-i18next';
import { useFormat } from '../../state/preferences.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { actedOn, chosen, chooseNone } from './chosen.ts';
import { openTagging } from './tagging.ts';
import styles from './marks.module.css';

/** How many rows are chosen: some may be out of sight. */
export function ChosenStatus() {
  const { t } = useTranslation('marks');
  const format = useFormat();
  const { size } = useStore(chosen).rows;
  if (size === 0) return null;
  return (
    <span className={styles.status}>
      {t('chosen', { count: size, number: format.number(size) })}
      <Button variant="link" size="small" onPress={() => openTagging({ rows: actedOn() })}>
        {t('tag.add')}
      </Button>
      <Button variant="link" size="small" onPress={chooseNone}>
        {t('unchoose')}
      </Button>
    </span>
  );
}
