import { ArrowLeftRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { useZone } from '../../state/preferences.ts';
import { shown } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { toastFailure } from '../../ui/toast.tsx';
import { withoutIncludes } from '../review/query-edit.ts';
import { periodSides, valueSides, type Sides } from './sides.ts';
import styles from './comparison.module.css';

const choices = ['period', 'actorName', 'person', 'ip', 'application', 'event'] as const;
type By = (typeof choices)[number];

interface ByChoiceProps {
  sides: Sides;
  span: { from: number; to: number };
  onChange: (sides: Sides) => void;
}

/** Begins anew from what the table shows: two periods, or the two most frequent values of a field. */
export function ByChoice({ sides, span, onChange }: ByChoiceProps) {
  const { t } = useTranslation('comparison');
  const zone = useZone();
  const { a, b, field } = sides;
  const by: By | null =
    field === null && a.query === b.query
      ? 'period'
      : (choices.find((choice) => choice === field) ?? null);

  async function begin(wanted: By): Promise<void> {
    const { query, period } = shown.get();
    if (wanted === 'period') return onChange(periodSides({ query, period }, span));
    const selection = { query: withoutIncludes(query, wanted), period, zone };
    try {
      const { values } = await api.call('review.facet', { selection, field: wanted, limit: 2 });
      const [first, second] = values;
      if (!first) return onChange({ a: selection, b: selection, field: wanted });
      onChange(valueSides({ query, period }, wanted, first.value, second?.value ?? null));
    } catch (error) {
      toastFailure(error);
    }
  }

  return (
    <div className={styles.by}>
      <ChoiceGroup<By>
        label={t('by')}
        hideLabel
        look="bar"
        value={by}
        onChange={(wanted) => void begin(wanted)}
        choices={choices.map((id) => ({ id, label: t(`byWhat.${id}`) }))}
      />
      <Button
        size="small"
        variant="quiet"
        icon={ArrowLeftRight}
        onPress={() => onChange({ ...sides, a: b, b: a })}
      >
        {t('swap')}
      </Button>
    </div>
  );
}
