import type { ZonedDateTime } from '@internationalized/date';
import { DateField, DateInput, DateSegment, Label } from 'react-aria-components';
import { clsx } from 'clsx';
import { DateLocale } from '../../ui/date-locale.tsx';
import field from '../../ui/field.module.css';
import styles from './period-button.module.css';

interface MomentFieldProps {
  label: string;
  value: ZonedDateTime | null;
  onChange: (value: ZonedDateTime | null) => void;
  autoFocus?: boolean;
}

/** A date and time, part by part, in the zone of its value. */
export function MomentField({ label, value, onChange, autoFocus = false }: MomentFieldProps) {
  return (
    <DateLocale>
      <DateField
        className={field.field ?? ''}
        granularity="second"
        hourCycle={24}
        hideTimeZone
        shouldForceLeadingZeros
        value={value}
        autoFocus={autoFocus}
        onChange={onChange}
      >
        <Label className={field.label ?? ''}>{label}</Label>
        <DateInput className={clsx(field.control, styles.moment)}>
          {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
        </DateInput>
      </DateField>
    </DateLocale>
  );
}
