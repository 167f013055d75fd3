import { useTranslation } from 'react-i18next';
import { revealReason } from '../../../shared/reveals.ts';
import { useCall } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './privacy.module.css';

const mostRecent = 4;

export function isReason(text: string): boolean {
  return revealReason.safeParse(text).success;
}

interface ReasonFieldProps {
  value: string;
  onChange: (reason: string) => void;
  autoFocus?: boolean;
}

/** Why personal data is to be seen; what was given before in this session is one press away. */
export function ReasonField({ value, onChange, autoFocus = true }: ReasonFieldProps) {
  const { t } = useTranslation('privacy');
  const asked = useCall('privacy.reveals', undefined, { fresh: true });
  const recent = [...new Set(asked.data?.map(({ reason }) => reason))].slice(0, mostRecent);
  return (
    <>
      <TextField
        label={t('reveal.reason')}
        placeholder={t('reveal.reasonHint')}
        value={value}
        onChange={onChange}
        autoFocus={autoFocus}
        isRequired
      />
      {recent.length > 0 && (
        <div className={styles.recent} role="group" aria-label={t('reveal.recent')}>
          <span className="muted">{t('reveal.recent')}</span>
          {recent.map((reason) => (
            <Button key={reason} size="small" onPress={() => onChange(reason)}>
              {reason}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
