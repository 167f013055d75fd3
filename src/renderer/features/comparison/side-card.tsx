import { useState } from 'react';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { spanOf, summarize } from '../../../shared/coverage-gaps.ts';
import { useCall } from '../../api.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFieldName } from '../review/column-name.ts';
import { useEventWords } from '../review/event-words.ts';
import { PeriodPicker } from '../review/period-button.tsx';
import { withoutIncludes } from '../review/query-edit.ts';
import { isReadable } from '../review/query-text.ts';
import { valueIn, withValue, type Side } from './sides.ts';
import styles from './comparison.module.css';

interface SideCardProps {
  letter: 'A' | 'B';
  side: Side;
  /** The field in whose values the sides differ; null: there is none to choose from. */
  field: string | null;
  against: Side;
  /** null: on its way. */
  count: number | null;
  onChange: (side: Side) => void;
  onShow: () => void;
}

/** One side: its query and period, to be changed, and how many events it has. */
export function SideCard({ letter, side, field, against, count, ...props }: SideCardProps) {
  const { t } = useTranslation('comparison');
  const format = useFormat();
  return (
    <section className={styles.side} data-side={letter} aria-label={t('side', { letter })}>
      <header>
        <span className={styles.letter} aria-hidden>
          {letter}
        </span>
        <Button variant="link" onPress={props.onShow}>
          {count === null ? t('counting') : t('events', { count, number: format.number(count) })}
        </Button>
        <Gaps side={side} />
        <PeriodPicker
          period={side.period}
          onChange={(period) => props.onChange({ ...side, period })}
        />
      </header>
      {field !== null && (
        <ValueChoice
          letter={letter}
          side={side}
          field={field}
          against={against}
          onChange={props.onChange}
        />
      )}
      <QueryField letter={letter} side={side} onChange={props.onChange} />
    </section>
  );
}

/** What is typed becomes the side's query with Enter, or when the field is left. */
function QueryField({
  letter,
  side,
  onChange,
}: Pick<SideCardProps, 'letter' | 'side' | 'onChange'>) {
  const { t } = useTranslation('comparison');
  const zone = useZone();
  const [typed, setTyped] = useState<{ text: string; from: string } | null>(null);
  // A query that came from elsewhere meanwhile takes the place of what was typed.
  const text = typed?.from === side.query ? typed.text : side.query;
  const isWrong = !isReadable(text, zone);
  const take = () => {
    if (!isWrong && text !== side.query) onChange({ ...side, query: text });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <TextField
        label={t('query', { letter })}
        mono
        value={text}
        onChange={(next) => setTyped({ text: next, from: side.query })}
        onBlur={take}
        placeholder={t('everything')}
        error={isWrong ? t('unreadable') : undefined}
      />
    </form>
  );
}

const mostOffered = 100;
const others = ' others';

function ValueChoice(props: {
  letter: string;
  side: Side;
  field: string;
  against: Side;
  onChange: (side: Side) => void;
}) {
  const { letter, side, field, against, onChange } = props;
  const { t } = useTranslation('comparison');
  const format = useFormat();
  const zone = useZone();
  const name = useFieldName()(field);
  const words = useEventWords();
  const base = withoutIncludes(side.query, field);
  const selection = { query: base, period: side.period, zone };
  const asked = useCall('review.facet', { selection, field, limit: mostOffered }, { keep: true });
  const value = valueIn(side.query, field);
  const opposite = valueIn(against.query, field);
  const offered = asked.data?.values ?? [];
  const isMissing = value !== null && !offered.some((one) => one.value === value);
  const choices = [
    ...(isMissing ? [{ id: value, label: value }] : []),
    ...offered.map(({ value: id, count }) => ({
      id,
      label: id,
      note: [field === 'event' ? words.event(id) : null, format.number(count)]
        .filter(Boolean)
        .join(' · '),
    })),
  ];
  return (
    <Select
      label={t('valueOf', { name, letter })}
      hideLabel
      placeholder={t('choose', { name })}
      value={value ?? (opposite === null ? null : others)}
      onChange={(id) => {
        const wanted = id === others ? null : id;
        onChange({ ...side, query: withValue(side.query, field, wanted, opposite ?? '') });
      }}
      choices={[
        ...(opposite === null ? [] : [{ id: others, label: t('others', { value: opposite }) }]),
        ...choices,
      ]}
    />
  );
}

/** What was not collected is not "nothing happened": said on the side it is missing from. */
function Gaps({ side: { period } }: { side: Side }) {
  const { t } = useTranslation('comparison');
  const format = useFormat();
  const info = useCall('session.info').data;
  const span = period ?? (info ? spanOf(info) : null);
  const summary = info && span ? summarize(info.coverage, span.from, span.to) : null;
  if (!summary || summary.share >= 1) return null;
  return (
    <span className={styles.gaps}>
      <TriangleAlert aria-hidden />
      {t('collected', { share: format.percent(Math.floor(summary.share * 1000) / 1000) })}
    </span>
  );
}
