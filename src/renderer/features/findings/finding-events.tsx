import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../shared/rules.ts';
import { useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { FailureNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { useEventWords } from '../review/event-words.ts';
import styles from './findings.module.css';

const most = 12;

/** The first events of a finding; all of them are one press away, in the table. */
export function FindingEvents({ finding }: { finding: Finding }) {
  const { t } = useTranslation(['findings', 'review']);
  const format = useFormat();
  const words = useEventWords();
  const rows = finding.rows.slice(0, most);
  const records = useCall('review.records', { rows }, { enabled: rows.length > 0 });
  if (records.error) return <FailureNotice failure={records.error} />;
  if (rows.length > 0 && !records.data) return <Skeleton lines={3} />;
  const left = finding.events - rows.length;
  return (
    <div className={styles.scroll}>
      <table className={styles.events}>
        <thead>
          <tr>
            <th scope="col">{`${t('review:columns.time')}, ${format.zone(finding.from)}`}</th>
            <th scope="col">{t('review:columns.event')}</th>
            <th scope="col">{t('review:columns.actor')}</th>
            <th scope="col">{t('review:columns.ip')}</th>
          </tr>
        </thead>
        <tbody>
          {records.data?.map(({ row }) => (
            <tr key={row.row}>
              <td>{format.dateTimeSeconds(Date.parse(row.time) * 1000)}</td>
              <td>{words.event(row.event)}</td>
              <td>{row.actorName ?? row.actor ?? '—'}</td>
              <td>{row.ip ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && <p className="muted">{t('moreEvents', { number: format.number(left) })}</p>}
    </div>
  );
}
