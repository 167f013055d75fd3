import { useTranslation } from 'react-i18next';
import type { Notice as Sent } from '../../../shared/notices.ts';
import { useFormat } from '../../state/preferences.ts';
import { useFailureText } from '../../ui/failure-text.ts';
import styles from './findings.module.css';

/** What was sent about a finding, to whom and when, and what became of it. */
export function NoticeList({ notices }: { notices: readonly Sent[] }) {
  return (
    <ul className={styles.notices}>
      {notices.map((one) => (
        <li key={one.id}>
          <NoticeWords notice={one} />
        </li>
      ))}
    </ul>
  );
}

export function NoticeWords({ notice }: { notice: Sent }) {
  const { t } = useTranslation('findings');
  const format = useFormat();
  const failureText = useFailureText();
  const { state, to, at, failure, text } = notice;
  const params = { name: to.name, at: format.dateTimeSeconds(Date.parse(at) * 1000) };
  // The program was closed before an answer came: that is as unclear.
  const said = state === 'sending' ? 'unclear' : state;
  return (
    <>
      <p>{t(`tell.${said}`, params)}</p>
      {failure && <p className="muted">{failureText(failure).what}</p>}
      <details className={styles.sentText}>
        <summary>{t('tell.text')}</summary>
        <p>{text}</p>
      </details>
    </>
  );
}
