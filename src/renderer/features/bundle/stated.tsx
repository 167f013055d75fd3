import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { throughWhom, type StatedOrigins } from '../../../shared/bundle.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/result.tsx';
import { Fingerprint } from './fingerprint.tsx';
import styles from './bundle.module.css';

/** A stranger may state hundreds. */
const pageSize = 10;

interface StatedProps {
  /** The signer, as the analyst knows them. */
  by: string;
  stated: StatedOrigins | null;
  /** SHA-256 of the bundles that were opened here. */
  opened?: readonly string[];
}

/** The bundles before one, by its signer's word alone. */
export function Stated({ by: name, stated, opened = [] }: StatedProps) {
  const { t } = useTranslation('sealing');
  const format = useFormat();
  const [most, setMost] = useState(pageSize);
  if (!stated) return <p className="muted">{t('stated.nothing')}</p>;
  const { isWhole, origins } = stated;
  if (origins.length === 0) {
    return <p className="muted">{isWhole ? t('stated.none', { name }) : t('stated.some')}</p>;
  }
  const listed = origins.slice(0, most);
  const count = { listed: format.number(listed.length), of: format.number(origins.length) };
  return (
    <details className={styles.stated} aria-label={t('stated.title', { name })} open>
      <summary>{t('stated.title', { name })}</summary>
      <ol>
        {listed.map((origin, at) => {
          const { sha256, sealedAt, signer } = origin;
          const through = throughWhom(stated, origin);
          return (
            <li key={at}>
              <Facts>
                <dt>{t('facts.signer')}</dt>
                <dd>{signer.name}</dd>
                <dt>{t('facts.fingerprint')}</dt>
                <dd>
                  <Fingerprint value={signer.fingerprint} />
                </dd>
                <dt>{t('facts.sealed')}</dt>
                <dd>{format.isoMoment(sealedAt)}</dd>
                {through !== null && (
                  <>
                    <dt>{t('stated.through')}</dt>
                    <dd>{through}</dd>
                  </>
                )}
                <dt>{t('facts.sha256')}</dt>
                <dd className={styles.sum}>{sha256}</dd>
              </Facts>
              {opened.includes(sha256) && <p className="muted">{t('stated.opened')}</p>}
            </li>
          );
        })}
      </ol>
      {listed.length < origins.length && (
        <p className={styles.who}>
          <Button size="small" onPress={() => setMost(most + pageSize)}>
            {t('conflicts.more')}
          </Button>
          <span className="muted">{t('conflicts.listed', count)}</span>
        </p>
      )}
      {!isWhole && <p className="muted">{t('stated.some')}</p>}
    </details>
  );
}
