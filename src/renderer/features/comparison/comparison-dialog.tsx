import { useTranslation } from 'react-i18next';
import { spanOf } from '../../../shared/coverage-gaps.ts';
import { useCall } from '../../api.ts';
import { goTo } from '../../state/navigation.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { shown } from '../../state/selection.ts';
import { useStore } from '../../state/store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState, FailureNotice, Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { ByChoice } from './by-choice.tsx';
import { ComparedField } from './compared-field.tsx';
import { compared } from './open.ts';
import { SideCard } from './side-card.tsx';
import { periodSides, type Side, type Sides } from './sides.ts';
import styles from './comparison.module.css';

/** So many values of each group are fetched; a few of them are shown at first. */
const limit = 100;

/** Two periods, two actors or any two queries side by side: what only one has, what both have. */
export function ComparisonDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('comparison');
  const info = useCall('session.info').data;
  const kept = useStore(compared).sides;
  const span = info && spanOf(info);
  const sides = kept ?? (span ? periodSides(shown.get(), span) : null);
  return (
    <Dialog title={t('title')} size="full" onClose={onClose}>
      {sides && span ? (
        <Compared sides={sides} span={span} onChange={(next) => compared.set({ sides: next })} />
      ) : (
        <EmptyState title={t('nothing')} />
      )}
    </Dialog>
  );
}

interface ComparedProps {
  sides: Sides;
  span: { from: number; to: number };
  onChange: (sides: Sides) => void;
}

function Compared({ sides, span, onChange }: ComparedProps) {
  const { t } = useTranslation('comparison');
  const format = useFormat();
  const zone = useZone();
  const { a, b, field } = sides;
  const asked = useCall(
    'review.compare',
    { a: { ...a, zone }, b: { ...b, zone }, limit },
    { keep: true },
  );
  const found = asked.data;
  const filled = (found?.fields ?? []).filter(
    ({ onlyA, onlyB, both }) => onlyA.distinct + onlyB.distinct + both.distinct > 0,
  );
  // Where nobody has a name the ids stand for the actors; the field that is compared says nothing new.
  const named = filled.some(({ field: one }) => one === 'actorName');
  const told = filled.filter((one) => one.field !== field && (one.field !== 'actor' || !named));
  const show = (side: Side) => {
    shown.set(side);
    goTo('review');
  };
  return (
    <>
      <ByChoice sides={sides} span={span} onChange={onChange} />
      <div className={styles.sides}>
        <SideCard
          letter="A"
          side={a}
          field={field}
          against={b}
          count={found?.a ?? null}
          onChange={(side) => onChange({ ...sides, a: side })}
          onShow={() => show(a)}
        />
        <SideCard
          letter="B"
          side={b}
          field={field}
          against={a}
          count={found?.b ?? null}
          onChange={(side) => onChange({ ...sides, b: side })}
          onShow={() => show(b)}
        />
      </div>
      {asked.error && <FailureNotice failure={asked.error} onRetry={() => void asked.refetch()} />}
      {found && found.shared > 0 && (
        <Notice tone="info">
          {t('shared', { count: found.shared, number: format.number(found.shared) })}
        </Notice>
      )}
      {found ? (
        <div className={styles.fields} aria-busy={asked.isPlaceholderData}>
          {told.map((one) => (
            <ComparedField
              key={one.field}
              groups={one}
              totals={{ a: found.a, b: found.b }}
              sides={sides}
              onShow={show}
            />
          ))}
        </div>
      ) : (
        !asked.error && <Skeleton lines={10} />
      )}
      {found && filled.length === 0 && <p className="muted">{t('empty')}</p>}
    </>
  );
}
