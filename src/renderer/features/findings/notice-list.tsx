import { ChevronRight } from 'lucide-react';
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
  const { to, at, failure, text } = notice;
  const instant = Date.parse(at) * 1000;
  const params = {
    to: t(`tell.sentTo.${to.kind}`, { name: to.name }),
    day: format.date(instant),
    time: `${format.timeSeconds(instant)}\u00a0${format.zone(instant)}`,
  };
  // The program was closed before an answer came: that is as unclear.
  const said = notice.state === 'sending' ? 'unclear' : notice.state;
  const isCut = said === 'unclear' && failure?.kind === 'network.unreachable';
  const { code, ...plain } = failure?.params ?? {};
  return (
    <>
      <p>{t(`tell.${said}`, params)}</p>
      {failure && (
        <p className="muted">
          {isCut ? t('tell.cut') : failureText({ ...failure, params: plain }).what}
        </p>
      )}
      <details className={styles.sentText}>
        <summary>
          <ChevronRight aria-hidden />
          {t('tell.text')}
        </summary>
        <p>{text}</p>
        {typeof code === 'string' && <p>{t('tell.code', { code })}</p>}
      </details>
    </>
  );
}
