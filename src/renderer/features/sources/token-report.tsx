import { useState } from 'react';
import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../shared/contract.ts';
import { useFormat } from '../../state/preferences.ts';
import { Notice } from '../../ui/notice.tsx';
import styles from './sources.module.css';

/** What the service says about a token: whose, which scopes, until when, and what is missing. */
export function TokenReport({ report }: { report: ChannelOutput<'sources.test'> }) {
  const { t } = useTranslation('sources');
  const format = useFormat();
  const { owner, scopes, missingScopes, expiresAt } = report;
  const [today] = useState(() => Date.now());
  const expired = expiresAt !== null && Date.parse(expiresAt) < today;
  const who = owner && [owner.name, owner.email].filter(Boolean).join(' · ');
  return (
    <div className={styles.report} role="status">
      {missingScopes.length > 0 ? (
        <Notice tone="warning">
          {t('report.missing', { scopes: missingScopes.join(', '), count: missingScopes.length })}
        </Notice>
      ) : (
        <p className={styles.good}>
          <CircleCheck aria-hidden />
          {t(scopes ? 'report.good' : 'report.accepted')}
        </p>
      )}
      {(owner || scopes) && (
        <dl className={styles.facts}>
          {owner && (
            <>
              <dt>{t('report.owner')}</dt>
              <dd>
                {[who, 'ID'].filter(Boolean).join(' · ')}{' '}
                <span className="mono muted">{owner.id}</span>
              </dd>
            </>
          )}
          {scopes && (
            <>
              <dt>{t('report.scopes')}</dt>
              <dd className="mono selectable">{scopes.join(', ') || '—'}</dd>
            </>
          )}
          <dt>{t('report.until')}</dt>
          <dd>
            {expiresAt ? format.isoDateTime(expiresAt) : t('report.unlimited')}
            {expired && ` · ${t('report.expired')}`}
          </dd>
        </dl>
      )}
    </div>
  );
}
