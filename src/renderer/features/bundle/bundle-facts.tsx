import { useTranslation } from 'react-i18next';
import type { IntactBundle } from '../../../shared/bundle.ts';
import { useFormat } from '../../state/preferences.ts';
import { Facts } from '../../ui/result.tsx';
import { Fingerprint } from './fingerprint.tsx';
import styles from './bundle.module.css';

/** What a bundle says of itself, which its signature covers. */
export function BundleFacts({ report }: { report: IntactBundle }) {
  const { t } = useTranslation('sealing');
  const format = useFormat();
  const { fileName, facts, signer, known, tagManifest, sha256, isEncrypted } = report;
  const { contents, groups, session } = facts;
  const { selection } = contents;
  const parts = [
    selection === null
      ? t('facts.whole')
      : selection.query.trim() === ''
        ? t('facts.matchingPeriod')
        : t('facts.matching', { query: selection.query }),
    t(contents.masked ? 'facts.masked' : 'facts.unmasked'),
    t(contents.notes ? 'facts.notes' : 'facts.noNotes'),
    ...(contents.responses ? [] : [t('facts.noResponses')]),
    ...(isEncrypted ? [t('facts.encrypted')] : []),
  ];
  const isRenamed = known !== null && known.name !== signer.name;
  return (
    <Facts>
      <dt>{t('facts.file')}</dt>
      <dd className="mono">{fileName}</dd>
      <dt>{t('facts.session')}</dt>
      <dd>{session.name}</dd>
      <dt>{t('facts.sealed')}</dt>
      <dd>{format.isoMoment(facts.sealedAt)}</dd>
      <dt>{t('facts.events')}</dt>
      <dd>{format.number(groups.events.lines)}</dd>
      <dt>{t('facts.contents')}</dt>
      <dd>{parts.join('; ')}</dd>
      <dt>{t('facts.signer')}</dt>
      <dd>
        {isRenamed
          ? t('facts.callsThemselves', { name: known.name, claimed: signer.name })
          : signer.name}
      </dd>
      {/* An unknown signer's stands where it is to be compared. */}
      {known && (
        <>
          <dt>{t('facts.fingerprint')}</dt>
          <dd>
            <Fingerprint value={signer.fingerprint} />
          </dd>
        </>
      )}
      <dt>{t('facts.tagManifest')}</dt>
      <dd className={styles.sum}>{tagManifest}</dd>
      <dt>{t('facts.sha256')}</dt>
      <dd className={styles.sum}>{sha256}</dd>
    </Facts>
  );
}
