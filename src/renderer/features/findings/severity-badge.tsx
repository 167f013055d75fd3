import { useTranslation } from 'react-i18next';
import type { Severity } from '../../../shared/rules.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';

const tones: Readonly<Record<Severity, Tone>> = {
  informational: 'outline',
  low: 'neutral',
  medium: 'warning',
  high: 'danger',
  critical: 'strong',
};

export function SeverityBadge({ severity }: { severity: Severity }) {
  const { t } = useTranslation(['findings', 'rules']);
  return <Badge tone={tones[severity]}>{t(`rules:severity.${severity}`)}</Badge>;
}
