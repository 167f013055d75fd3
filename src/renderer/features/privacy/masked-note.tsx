import { Eye, EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { holdsMask } from '../../../shared/masking.ts';
import type { EventRecord } from '../../../shared/session.ts';
import { askReveal } from '../../state/privacy.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import styles from './privacy.module.css';

/** Over an event of which something is masked. */
export function MaskedNote({ record }: { record: EventRecord }) {
  const { t } = useTranslation('privacy');
  const { event, raw, rawDetails } = record;
  if (!holdsMask(raw) && !holdsMask(rawDetails ?? '')) return null;
  return (
    <p className={styles.note}>
      <EyeOff aria-hidden />
      {t('note')}
      <Button size="small" onPress={() => askReveal({ row: event.row, field: null, label: '' })}>
        {t('reveal.event')}
      </Button>
    </p>
  );
}

/** Over texts of no single event, such as what could not be read. */
export function MaskedSessionNote({ texts }: { texts: readonly string[] }) {
  const { t } = useTranslation('privacy');
  if (!texts.some(holdsMask)) return null;
  return (
    <p className={styles.note}>
      <EyeOff aria-hidden />
      {t('note')}
      <Button size="small" onPress={() => askReveal({ row: null, field: null, label: '' })}>
        {t('reveal.all')}
      </Button>
    </p>
  );
}

interface RevealButtonProps {
  row: number;
  field: string;
  /** The field's name in words. */
  label: string;
  /** What stands there; without a mask in it there is nothing to show. */
  text: string;
}

/** Beside a masked value. */
export function RevealButton({ row, field, label, text }: RevealButtonProps) {
  const { t } = useTranslation('privacy');
  if (!holdsMask(text)) return null;
  return (
    <IconButton
      size="small"
      icon={Eye}
      label={t('reveal.field', { field: label })}
      onPress={() => askReveal({ row, field, label })}
    />
  );
}
