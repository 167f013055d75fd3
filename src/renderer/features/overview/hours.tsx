import { useTranslation } from 'react-i18next';
import { useFormat, useZone } from '../../state/preferences.ts';
import { Panel } from './panel.tsx';
import styles from './overview.module.css';

const hours = Array.from({ length: 24 }, (_, hour) => hour);
/** As the store counts them: Monday first. */
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Before six and from ten in the evening, and all of Saturday and Sunday. */
function isUnusual(day: number, hour: number): boolean {
  return day >= 5 || hour < 6 || hour >= 22;
}

/** Events by weekday and hour: the darker, the more; the number is in each cell for those who listen. */
export function Hours({ week }: { week: readonly (readonly number[])[] }) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const zone = useZone();
  let peak = { count: 0, day: 0, hour: 0 };
  let total = 0;
  let unusual = 0;
  for (const [day, counts] of week.entries()) {
    for (const [hour, count] of counts.entries()) {
      if (count > peak.count) peak = { count, day, hour };
      total += count;
      if (isUnusual(day, hour)) unusual += count;
    }
  }
  const note = t('hoursNote', {
    zone,
    peak: t('peak', {
      day: t(`days.${days[peak.day] ?? 'mon'}`),
      hour: String(peak.hour).padStart(2, '0'),
      count: peak.count,
      number: format.number(peak.count),
    }),
    count: unusual,
    number: format.number(unusual),
    share: format.percent(total === 0 ? 0 : unusual / total),
  });
  return (
    <Panel title={t('panels.hours')} note={note}>
      <table className={styles.hours} aria-label={t('panels.hours')}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('day')}</span>
            </th>
            {hours.map((hour) => (
              <th key={hour} scope="col">
                <span className={hour % 3 === 0 ? undefined : 'visually-hidden'}>{hour}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day, at) => (
            <tr key={day}>
              <th scope="row">{t(`days.${day}`)}</th>
              {hours.map((hour) => {
                const count = week[at]?.[hour] ?? 0;
                const words = t('hour', {
                  day: t(`days.${day}`),
                  hour,
                  number: format.number(count),
                });
                return (
                  <td key={hour} title={words}>
                    <span
                      className={styles.cell}
                      // A square root shows a night's dozen beside a morning's thousands.
                      style={{
                        opacity: count === 0 ? 0 : 0.12 + 0.88 * Math.sqrt(count / peak.count),
                      }}
                    />
                    <span className="visually-hidden">{format.number(count)}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
