import { useState, type ReactNode } from 'react';
import { CalendarRange, X } from 'lucide-react';
import type { ZonedDateTime } from '@internationalized/date';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { shown, type Shown } from '../../state/selection.ts';
import { useZone } from '../../state/preferences.ts';
import { useStore } from '../../state/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import overlay from '../../ui/overlay.module.css';
import { spanOf } from '../../../shared/coverage-gaps.ts';
import { zoneName } from '../../../shared/zone.ts';
import { MomentField } from './moment-field.tsx';
import { addTerm, periodTerms } from './query-edit.ts';
import { typed, writeQuery } from './query-text.ts';
import { stretchText, zoned } from './time-axis.ts';
import styles from './period-button.module.css';

const second = 1_000_000;
const hour = 3600 * second;
/** Counted back from the last event: a session may be years old. */
const choices = [
  { id: 'hour', length: hour },
  { id: 'day', length: 24 * hour },
  { id: 'week', length: 7 * 24 * hour },
  { id: 'month', length: 30 * 24 * hour },
] as const;

type Period = Shown['period'];

/** The period on the screen. */
export function PeriodButton() {
  const period = useStore(shown, (now) => now.period);
  const { t } = useTranslation('review');
  const zone = useZone();
  return (
    <PeriodPicker period={period} onChange={(next) => shown.set({ period: next })}>
      {period && (
        <Button
          size="small"
          onPress={() => {
            writeQuery(addTerm(typed.get().text, periodTerms(period)), zone);
            shown.set({ period: null });
          }}
        >
          {t('period.write')}
        </Button>
      )}
    </PeriodPicker>
  );
}

interface PeriodPickerProps {
  /** null: the whole session. */
  period: Period;
  onChange: (period: Period) => void;
  /** What else can be done with the period. */
  children?: ReactNode;
}

export function PeriodPicker({ period, onChange, children }: PeriodPickerProps) {
  const { t, i18n } = useTranslation('review');
  const zone = useZone();
  return (
    <div className={styles.group}>
      <DialogTrigger>
        <Button icon={CalendarRange}>
          {period ? stretchText(period.from, period.to, zone, i18n.language) : t('period.whole')}
        </Button>
        <Popover className={overlay.popover ?? ''} placement="bottom end" offset={4}>
          <Dialog aria-label={t('period.label')} className={styles.panel ?? ''}>
            {({ close }) => (
              <PeriodPanel
                period={period}
                onChange={(next) => {
                  onChange(next);
                  close();
                }}
              >
                {children}
              </PeriodPanel>
            )}
          </Dialog>
        </Popover>
      </DialogTrigger>
      {period && (
        <IconButton
          size="small"
          icon={X}
          label={t('period.reset')}
          onPress={() => onChange(null)}
        />
      )}
    </div>
  );
}

function PeriodPanel({ period, onChange: choose, children }: PeriodPickerProps) {
  const { t, i18n } = useTranslation('review');
  const zone = useZone();
  const info = useCall('session.info').data;
  const span = info ? spanOf(info) : null;
  const start = period ?? span;
  const [from, setFrom] = useState<ZonedDateTime | null>(start && zoned(start.from, zone));
  // Both ends inside, as in the ledger and where a collection is asked for: the second shown is whole.
  const [to, setTo] = useState<ZonedDateTime | null>(start && zoned(start.to - 1, zone));
  const chosen = from && to ? { from: instantOf(from), to: instantOf(to) + second } : null;
  const backwards = chosen !== null && chosen.to <= chosen.from;

  return (
    <>
      <div className={styles.quick}>
        <Button size="small" aria-pressed={period === null} onPress={() => choose(null)}>
          {t('period.whole')}
        </Button>
        {choices.map(({ id, length }) => (
          <Button
            key={id}
            size="small"
            isDisabled={!span}
            aria-pressed={span !== null && isSame(period, { from: span.to - length, to: span.to })}
            onPress={() => span && choose({ from: span.to - length, to: span.to })}
          >
            {t(`period.${id}`)}
          </Button>
        ))}
        {children}
      </div>
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen && !backwards) choose(chosen);
        }}
      >
        <MomentField label={t('period.from')} value={from} onChange={setFrom} />
        <MomentField label={t('period.to')} value={to} onChange={setTo} />
        <p
          className={styles.note}
          role={backwards ? 'alert' : undefined}
          data-wrong={backwards || undefined}
        >
          {backwards
            ? t('period.backwards')
            : t('period.zone', { zone: `${zone} (${zoneName(zone, i18n.language)})` })}
        </p>
        <Button variant="primary" type="submit" isDisabled={!chosen || backwards}>
          {t('period.apply')}
        </Button>
      </form>
    </>
  );
}

function isSame(a: Period, b: Period): boolean {
  return a?.from === b?.from && a?.to === b?.to;
}

/** The beginning of the second that is shown. */
function instantOf(moment: ZonedDateTime): number {
  return moment.set({ millisecond: 0 }).toDate().getTime() * 1000;
}
