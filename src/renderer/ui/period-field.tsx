import {
  Button as AriaButton,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput,
  DateRangePicker,
  DateSegment,
  Dialog,
  FieldError,
  Group,
  Heading,
  Label,
  Popover,
  RangeCalendar,
  Text,
} from 'react-aria-components';
import { fromAbsolute, type ZonedDateTime } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import { clsx } from 'clsx';
import type { Instant } from '../../shared/instant.ts';
import { IconButton } from './button.tsx';
import { DateLocale } from './date-locale.tsx';
import field from './field.module.css';
import overlay from './overlay.module.css';
import styles from './period-field.module.css';

export interface Period {
  /** µs, both inside: the second that is shown as the end is whole. */
  from: Instant;
  to: Instant;
}

interface PeriodFieldProps {
  label: string;
  words: { from: string; to: string; calendar: string; previous: string; next: string };
  zone: string;
  value: Period;
  onChange: (value: Period) => void;
  note?: string;
  error?: string | undefined;
}

const second = 1_000_000;

/** Two instants in a zone, typed or taken from a calendar. */
export function PeriodField({
  label,
  words,
  zone,
  value,
  onChange,
  note,
  error,
}: PeriodFieldProps) {
  const show = (instant: Instant) => fromAbsolute(Math.floor(instant / second) * 1000, zone);
  return (
    <DateLocale>
      <DateRangePicker
        className={field.field ?? ''}
        granularity="second"
        hourCycle={24}
        hideTimeZone
        shouldForceLeadingZeros
        isInvalid={error !== undefined}
        value={{ start: show(value.from), end: show(value.to) }}
        onChange={(range) => {
          if (range)
            onChange({ from: instantOf(range.start), to: instantOf(range.end) + second - 1 });
        }}
      >
        <Label className={field.label ?? ''}>{label}</Label>
        <Group className={clsx(field.control, styles.group)}>
          <div className={styles.ends}>
            <End slot="start" word={words.from} />
            <End slot="end" word={words.to} />
          </div>
          <AriaButton aria-label={words.calendar} className={clsx(field.bare, styles.open)}>
            <CalendarDays aria-hidden />
          </AriaButton>
        </Group>
        {note && (
          <Text slot="description" className={field.note ?? ''}>
            {note}
          </Text>
        )}
        <FieldError className={field.error ?? ''}>{error}</FieldError>
        <Popover className={overlay.popover ?? ''} offset={4}>
          <Dialog className={styles.panel ?? ''} aria-label={words.calendar}>
            <Calendar words={words} />
          </Dialog>
        </Popover>
      </DateRangePicker>
    </DateLocale>
  );
}

function End({ slot, word }: { slot: 'start' | 'end'; word: string }) {
  return (
    <div className={styles.end}>
      <span className={styles.word} aria-hidden>
        {word}
      </span>
      <DateInput slot={slot} className={styles.input ?? ''}>
        {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
      </DateInput>
    </div>
  );
}

function Calendar({ words }: Pick<PeriodFieldProps, 'words'>) {
  return (
    <RangeCalendar className={styles.calendar ?? ''} firstDayOfWeek="mon">
      <header className={styles.month}>
        <IconButton slot="previous" label={words.previous} icon={ChevronLeft} size="small" />
        <Heading className={styles.name ?? ''} />
        <IconButton slot="next" label={words.next} icon={ChevronRight} size="small" />
      </header>
      <CalendarGrid className={styles.grid ?? ''} weekdayStyle="short">
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className={styles.weekday ?? ''}>{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>
          {(date) => <CalendarCell date={date} className={styles.day ?? ''} />}
        </CalendarGridBody>
      </CalendarGrid>
    </RangeCalendar>
  );
}

function instantOf(moment: ZonedDateTime): Instant {
  return Math.floor(moment.toDate().getTime() / 1000) * second;
}
