import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../../../shared/overview.ts';
import { quoteValue } from '../../../shared/query/quote.ts';
import { useFormat } from '../../state/preferences.ts';
import { agentName } from '../review/gist.ts';
import { Panel } from './panel.tsx';
import { showInTable } from './show-in-table.ts';
import styles from './overview.module.css';

interface FirstUsesProps {
  title: string;
  field: 'ip' | 'userAgent';
  uses: Overview['addresses'];
  since: number;
}

/** Values that actors with a past used for the first time, latest first, with what that rests on. */
export function FirstUses({ title, field, uses, since }: FirstUsesProps) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const from = format.dateTime(since);
  const hidden = uses.found - uses.latest.length;
  if (uses.found === 0) {
    return (
      <Panel title={title}>
        <p className="muted">{t('noneNew', { since: from })}</p>
      </Panel>
    );
  }
  return (
    <Panel title={title} note={t('newSince', { since: from })}>
      <div className={styles.scroll}>
        <table className={styles.uses} aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{t('columns.value')}</th>
              <th scope="col">{t('columns.actor')}</th>
              <th scope="col">{`${t('columns.first')}, ${format.zone(since)}`}</th>
              <th scope="col">{t('columns.count')}</th>
              <th scope="col">{t('columns.before')}</th>
            </tr>
          </thead>
          <tbody>
            {uses.latest.map(({ actor, value, at, count, before }) => {
              const query = `actor:${quoteValue(actor.id)} ${field}:${exactly(field, value)}`;
              const label = field === 'userAgent' ? agentName(value) : value;
              return (
                <tr key={`${actor.source} ${actor.id} ${value}`}>
                  <td>
                    <button
                      type="button"
                      className={clsx(styles.value, field === 'ip' && styles.address)}
                      title={value}
                      aria-label={`${label}: ${t('show', { what: query })}`}
                      onClick={() => showInTable(query)}
                    >
                      {label}
                    </button>
                  </td>
                  <td title={actor.id}>{actor.name ?? actor.id}</td>
                  <td>{format.dateTime(at)}</td>
                  <td>{format.number(count)}</td>
                  <td>{format.number(before)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {hidden > 0 && <p className={styles.note}>{t('more', { number: format.number(hidden) })}</p>}
    </Panel>
  );
}

/** An agent is searched for as a phrase in its field, an address as its whole value. */
function exactly(field: FirstUsesProps['field'], value: string): string {
  return field === 'ip' ? quoteValue(value) : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
