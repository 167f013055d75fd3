import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';
import type { CollectProgress } from '../../../shared/contract.ts';
import type { LedgerWindow } from '../../../shared/session.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { stretchText } from '../review/time-axis.ts';
import { runsOf, statesOf } from './ledger-facts.ts';
import styles from './windows.module.css';

interface WindowStripProps {
  windows: readonly LedgerWindow[];
  /** Those being pulled now fill up from below. */
  open?: CollectProgress['open'];
}

const percent = (share: number) => `${share * 100}%`;

/** All windows of a collection on one line, oldest on the left, coloured by state. */
export function WindowStrip({ windows, open = [] }: WindowStripProps) {
  const { t } = useTranslation('collect');
  const shares = new Map(open.map(({ id, done }) => [id, done]));
  // The ledger is read now and then, the progress is told at once: it knows what runs.
  const current = windows.map((window) =>
    shares.has(window.id) && window.status === 'pending'
      ? { ...window, status: 'running' as const }
      : window,
  );
  const states = statesOf(current);
  return (
    <>
      <div className={styles.strip} role="img" aria-label={t('windows.strip', states)}>
        {runsOf(current).map(({ id, status, at, length }) => (
          <span
            key={id}
            className={clsx(styles.run, styles[status], status === 'pending' && 'hatched')}
            style={{ left: percent(at), width: percent(length) }}
          >
            {status === 'running' && (
              <span
                className={styles.share}
                style={{ height: percent(Math.max(0.08, shares.get(id) ?? 0)) }}
              />
            )}
          </span>
        ))}
      </div>
      <Legend states={states} />
    </>
  );
}

const told = ['complete', 'running', 'partial', 'failed', 'pending'] as const;

/** What the colours of a strip mean; what stands in its label is not said twice. */
function Legend({ states }: { states: ReturnType<typeof statesOf> }) {
  const { t } = useTranslation('collect');
  const format = useFormat();
  return (
    <ul className={styles.legend} aria-hidden>
      {told
        .filter((state) => states[state] > 0)
        .map((state) => (
          <li key={state}>
            <span
              className={clsx(styles.swatch, styles[state], state === 'pending' && 'hatched')}
            />
            {t(`windows.state.${state}`)} {format.number(states[state])}
          </li>
        ))}
    </ul>
  );
}

const mostShown = 6;

/** What is being pulled now, window by window. */
export function OpenWindows({ open }: Required<Pick<WindowStripProps, 'open'>>) {
  const { t, i18n } = useTranslation('collect');
  const format = useFormat();
  const zone = useZone();
  if (open.length === 0) return null;
  const shown = open.toSorted((a, b) => a.from - b.from).slice(0, mostShown);
  return (
    <ul className={styles.open}>
      {shown.map(({ id, from, to, received, done }) => (
        <li key={id}>
          <span className={styles.when}>{stretchText(from, to + 1, zone, i18n.language)}</span>
          <span className={styles.gauge} aria-hidden>
            <span style={{ width: percent(done) }} />
          </span>
          <span className={styles.number}>{format.percent(Math.floor(done * 100) / 100)}</span>
          <span className={clsx('muted', styles.number)}>
            {t('windows.received', { number: format.number(received) })}
          </span>
        </li>
      ))}
      {open.length > shown.length && (
        <li className={clsx('muted', styles.rest)}>
          {t('windows.more', { number: format.number(open.length - shown.length) })}
        </li>
      )}
    </ul>
  );
}
