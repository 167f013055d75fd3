import { useTranslation } from 'react-i18next';
import type { IntactBundle } from '../../../shared/bundle.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { ProtectionFields } from '../welcome/protection-fields.tsx';
import { BroughtIn } from './brought-in.tsx';
import { BundleFacts } from './bundle-facts.tsx';
import { BundleFoot } from './bundle-foot.tsx';
import { BundleProgress } from './bundle-progress.tsx';
import { ConfirmSigner } from './confirm-signer.tsx';
import { Proof } from './proof.tsx';
import { Stated } from './stated.tsx';
import { UnlockFields } from './unlock-fields.tsx';
import { useBundle, type BundleWork } from './use-bundle.ts';
import { Fault, Verdict } from './verdict.tsx';

/** Verifies a bundle; then, and only then, makes a session of it or brings it into the open one. */
export function BundleDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('sealing');
  const work = useBundle(onClose);
  const { report, step, fault, brought, openName: name, isPending, failure } = work;
  return (
    <Dialog
      // Two texts side by side need the room.
      size={brought && brought.conflicts + brought.noteConflicts > 0 ? 'wide' : 'medium'}
      title={step === 'merge' ? t('merge.title', { name: name ?? '' }) : t('open.title')}
      onClose={onClose}
      sticky={isPending}
      foot={<BundleFoot work={work} onClose={onClose} />}
    >
      {!report && <p className="muted">{t('open.text')}</p>}
      {brought ? (
        <BroughtIn brought={brought} name={name ?? ''} />
      ) : fault ? (
        <Fault {...fault} />
      ) : (
        report && <Reported work={work} report={report} />
      )}
      {isPending && <BundleProgress progress={work.progress} step={step} />}
      {work.isCancelled && (
        <p role="status">{t(step === 'merge' ? 'merge.cancelled' : 'open.cancelled')}</p>
      )}
      {failure && !fault && <FailureNotice failure={failure} />}
    </Dialog>
  );
}

interface ReportedProps {
  work: BundleWork;
  report: NonNullable<BundleWork['report']>;
}

function Reported({ work, report }: ReportedProps) {
  const { t } = useTranslation('sealing');
  const { step, isPending } = work;
  if (report.verdict === 'encrypted') {
    return <UnlockFields {...work.unlocking} isDisabled={isPending} onEnter={work.unlock} />;
  }
  return (
    <>
      <Verdict report={report} />
      {report.verdict === 'intact' && step === 'look' && <Details work={work} report={report} />}
      {step === 'protect' && !isPending && (
        <>
          <p className="muted">{t('open.protectText')}</p>
          <ProtectionFields {...work.protecting} />
        </>
      )}
      {step === 'merge' && (
        <>
          <p>{t('merge.text')}</p>
          <p className="muted">{t('merge.final')}</p>
        </>
      )}
    </>
  );
}

function Details({ work, report }: { work: BundleWork; report: IntactBundle }) {
  const { t } = useTranslation('sealing');
  const { hindrance, openName } = work;
  return (
    <>
      <Proof
        of={report.facts.contents.responses ? 'whole' : 'part'}
        known={report.known !== null}
      />
      <BundleFacts report={report} />
      <Stated by={report.known?.name ?? report.signer.name} stated={report.stated} />
      {openName !== null && hindrance && <p className="muted">{t(`open.${hindrance}`)}</p>}
      {!report.known && <ConfirmSigner signer={report.signer} onConfirmed={work.confirmed} />}
    </>
  );
}
