import { ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Sort } from '../../../shared/session.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { useReview } from './review-context.ts';
import styles from './table.module.css';

/** While one reads further down, newer events gather above: said quietly, shown when wanted. */
export function NewAbove({ sort, onShow }: { sort: Sort; onShow: () => void }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const above = useReview((review) => review.above);
  const [first] = sort;
  const newestFirst = !first || (first.field === 'time' && first.descending);
  const shown = above > 0 && newestFirst;
  return (
    <>
      {/* Said once: a number that grows every second would be said every second. */}
      <p role="status" className="visually-hidden">
        {shown && t('table.above')}
      </p>
      {shown && (
        <div className={styles.notice}>
          <ArrowUp aria-hidden />
          {t('table.newAbove', { count: above, number: format.number(above) })}
          <Button variant="link" size="small" onPress={onShow}>
            {t('table.showAbove')}
          </Button>
        </div>
      )}
    </>
  );
}
