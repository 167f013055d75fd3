import { useTranslation } from 'react-i18next';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { isReason, ReasonField } from './reason-field.tsx';
import styles from './privacy.module.css';

/** Masked, or unmasked with a reason: what goes to main as `unmasked` once it can be sent. */
export interface MaskChoiceValue {
  masked: boolean;
  reason: string;
}

export const maskedByDefault: MaskChoiceValue = { masked: true, reason: '' };

/** Unmasked wants a reason first. */
export function canLeave({ masked, reason }: MaskChoiceValue): boolean {
  return masked || isReason(reason);
}

/** What main is told: null, or the reason. */
export function unmaskedReason({ masked, reason }: MaskChoiceValue): string | null {
  return masked ? null : reason;
}

interface MaskChoiceProps {
  value: MaskChoiceValue;
  onChange: (value: MaskChoiceValue) => void;
}

/** For whatever takes events out of the program: an export, a report, a bundle. */
export function MaskChoice({ value, onChange }: MaskChoiceProps) {
  const { t } = useTranslation('privacy');
  return (
    <div className={styles.mask}>
      <ChoiceGroup
        label={t('choice.label')}
        look="bar"
        value={value.masked ? 'masked' : 'unmasked'}
        onChange={(id) => onChange({ ...value, masked: id === 'masked' })}
        choices={[
          { id: 'masked', label: t('choice.masked') },
          { id: 'unmasked', label: t('choice.unmasked') },
        ]}
      />
      <p className={styles.maskNote}>
        {t(value.masked ? 'choice.maskedNote' : 'choice.unmaskedNote')}
      </p>
      {!value.masked && (
        <ReasonField value={value.reason} onChange={(reason) => onChange({ ...value, reason })} />
      )}
    </div>
  );
}
