import { Ban, ShieldCheck, ShieldQuestionMark, ShieldX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BundleReport, IntactBundle } from '../../../shared/bundle.ts';
import type { Failure } from '../../../shared/errors.ts';
import { useFormat } from '../../state/preferences.ts';
import { useFaultText } from '../../ui/failure-text.ts';
import styles from './bundle.module.css';

const icons = { known: ShieldCheck, unknown: ShieldQuestionMark, changed: ShieldX, refused: Ban };

interface CardProps {
  verdict: keyof typeof icons;
  title: string;
  children: ReactNode;
}

/** Told apart by its words, its icon and its colour. */
function Card({ verdict, title, children }: CardProps) {
  const { t } = useTranslation('sealing');
  const Icon = icons[verdict];
  const role = verdict === 'changed' || verdict === 'refused' ? 'alert' : 'status';
  return (
    <section className={styles.verdict} data-verdict={verdict} aria-label={t('verdict.label')}>
      <Icon aria-hidden />
      <div role={role}>
        <h3>{title}</h3>
        {children}
      </div>
    </section>
  );
}

/** What verifying came to. */
export function Verdict({ report }: { report: Exclude<BundleReport, { verdict: 'encrypted' }> }) {
  return report.verdict === 'changed' ? (
    <Fault verdict="changed" reason={report.reason} name={report.name} />
  ) : (
    <IntactVerdict report={report} />
  );
}

/** A bundle that turned out, on opening, to be another one or no session; null for other failures. */
export function faultIn({ kind, params }: Failure): FaultProps | null {
  if (kind !== 'bundle.changed' && kind !== 'bundle.refused') return null;
  const { reason = '', name = null } = params;
  return { verdict: kind === 'bundle.changed' ? 'changed' : 'refused', reason, name };
}

interface FaultProps {
  verdict: 'changed' | 'refused';
  /** A fault of shared/bundle.ts; `name`: the entry in the bundle. */
  reason: unknown;
  name: unknown;
}

export function Fault({ verdict, reason, name }: FaultProps) {
  const { t } = useTranslation('sealing');
  const faultText = useFaultText();
  return (
    <Card
      verdict={verdict}
      title={t(`verdict.${verdict}`, { what: faultText(reason, name) ?? '' })}
    >
      <p>{t(`verdict.${verdict}Text`)}</p>
    </Card>
  );
}

function IntactVerdict({ report: { known, signer } }: { report: IntactBundle }) {
  const { t } = useTranslation('sealing');
  const format = useFormat();
  if (!known) {
    return (
      <Card verdict="unknown" title={t('verdict.unknown')}>
        <p>{t('verdict.unknownText', { name: signer.name })}</p>
      </Card>
    );
  }
  const { own, name, confirmedAt } = known;
  const date = format.date(Date.parse(confirmedAt) * 1000);
  return (
    <Card verdict="known" title={t('verdict.known')}>
      <p>{own ? t('verdict.ownText') : t('verdict.knownText', { name, date })}</p>
    </Card>
  );
}
