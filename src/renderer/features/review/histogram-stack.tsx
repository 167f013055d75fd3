import { Check, Layers } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat, useSettings } from '../../state/preferences.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { StackField } from '../../../shared/session.ts';
import { useEventWords } from './event-words.ts';
import type { Bar } from './histogram-model.ts';
import type { Part } from './histogram-parts.ts';
import { saveSettings } from './use-columns.ts';
import styles from './histogram.module.css';

const choices = [
  { id: null, label: 'byNothing' },
  { id: 'event', label: 'byEvent' },
  { id: 'source', label: 'bySource' },
  { id: 'tags', label: 'byTag' },
  { id: 'person', label: 'byPerson' },
] as const satisfies readonly { id: StackField | null; label: string }[];

/** Chooses what the bars are made of. */
export function StackMenu() {
  const { t } = useTranslation('facets');
  const { stack } = useSettings();
  return (
    <Menu
      label={t('stack')}
      trigger={
        <IconButton
          size="small"
          icon={Layers}
          label={t('stack')}
          data-on={stack === null ? undefined : ''}
        />
      }
      entries={choices.map(({ id, label }) => ({
        id: id ?? 'nothing',
        label: t(label),
        ...(id === stack ? { icon: Check } : {}),
        onAction: () => saveSettings({ stack: id }),
      }))}
    />
  );
}

/** The parts in words. */
export function usePartWords() {
  const { t } = useTranslation('facets');
  const format = useFormat();
  const { stack } = useSettings();
  const words = useEventWords();
  const name = ({ value, kind }: Part): string => {
    if (kind === 'other') return t('other');
    if (kind === 'none') {
      return stack === 'tags' ? t('noTag') : stack === 'person' ? t('noPerson') : t('none');
    }
    return stack === 'source' ? words.source(value ?? '') : (value ?? '');
  };
  return {
    name,
    /** Those that a bar has, in the order of the legend. */
    ofBar: (bar: Bar, parts: readonly Part[]): string[] =>
      parts
        .map((part, at) => ({ part, count: bar.parts[at] ?? 0 }))
        .filter(({ count }) => count > 0)
        .map(({ part, count }) => `${name(part)}: ${format.number(count)}`),
  };
}

/** Which part is which: in the order in which they stand in the bars. */
export function Legend({ parts }: { parts: readonly Part[] }) {
  const { t } = useTranslation('facets');
  const { name } = usePartWords();
  return (
    <ul className={styles.legend} data-legend aria-label={t('legend')}>
      {parts.map((part) => (
        <li key={part.place} title={name(part)}>
          <span className={styles.swatch} data-part={part.colour} aria-hidden />
          <span>{name(part)}</span>
        </li>
      ))}
    </ul>
  );
}
