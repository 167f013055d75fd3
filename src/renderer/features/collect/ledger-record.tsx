import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oddCounts, type Collection, type LedgerWindow } from '../../../shared/session.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { CoverageMark } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useFailureText } from '../../ui/failure-text.ts';
import { offsetOf } from '../../../shared/format.ts';
import { zoneName } from '../../../shared/zone.ts';
import { stretchText } from '../review/time-axis.ts';
import { useCollectionWords } from './collection-words.ts';
import { isClockOff, reasonsOf, secondsTaken, totals, windowHasTrouble } from './ledger-facts.ts';
import { WindowStrip } from './window-strip.tsx';
import styles from './ledger.module.css';

interface LedgerRecordProps {
  collection: Collection;
  troubleOnly: boolean;
}

/** Everything the ledger knows of a collection: facts about it, then its windows. */
export function LedgerRecord({ collection, troubleOnly }: LedgerRecordProps) {
  const { windows, origin, purpose } = collection;
  const hasPeriods = origin === 'service' && purpose === 'events';
  return (
    <div className={styles.record}>
      <Facts collection={collection} />
      <Reasons collection={collection} />
      {hasPeriods && windows.length > 1 && <WindowStrip windows={windows} />}
      <Windows
        windows={windows}
        troubleOnly={troubleOnly}
        // One reason for all stands above them already.
        tellReasons={reasonsOf(collection).length > 1}
      />
    </div>
  );
}

function Facts({ collection }: { collection: Collection }) {
  const { t } = useTranslation('collect');
  const format = useFormat();
  const { owner, origin, clockOffsetMs } = collection;
  const sum = totals(collection.windows);
  const seconds = secondsTaken(collection);
  const time = format.duration(Math.abs(clockOffsetMs ?? 0) / 1000);
  const clock = !isClockOff(collection)
    ? t(clockOffsetMs === null ? 'facts.clockUnknown' : 'facts.clockRight')
    : t((clockOffsetMs ?? 0) > 0 ? 'facts.clockAhead' : 'facts.clockBehind', { time });
  const facts = [
    ...(origin === 'service'
      ? ([
          [
            'owner',
            owner
              ? [owner.name, owner.email, owner.id].filter(Boolean).join(', ')
              : t('facts.ownerUnknown'),
          ],
          ['address', collection.address],
          ...(sum.requests > 0
            ? ([
                [
                  'work',
                  t('facts.workText', {
                    requests: format.number(sum.requests),
                    pages: format.number(sum.pages),
                    retries: format.number(sum.retries),
                    waited: format.duration(sum.waitedMs / 1000),
                  }),
                ],
              ] as const)
            : []),
          ['clock', clock],
        ] as const)
      : []),
    ['took', seconds === null ? t('facts.tookUnknown') : format.duration(seconds)],
    ['version', `Vestigo ${collection.version}`],
    ...(sum.interruptions > 0
      ? ([['interruptions', t('facts.times', { count: sum.interruptions })]] as const)
      : []),
  ] as const;
  return (
    <dl className={styles.facts}>
      {facts.map(([key, value]) => (
        <div key={key}>
          <dt>{t(`facts.${key}`)}</dt>
          <dd data-off={(key === 'clock' && isClockOff(collection)) || undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Each reason once, with what to do. */
function Reasons({ collection }: { collection: Collection }) {
  const failureText = useFailureText();
  const reasons = reasonsOf(collection).map(failureText);
  if (reasons.length === 0) return null;
  return (
    <ul className={styles.reasons}>
      {reasons.map(({ what, next }) => (
        <li key={what}>
          {what} <span className="muted">{next}</span>
        </li>
      ))}
    </ul>
  );
}

/** A ledger can have hundreds of windows: so many are shown at a time. */
const pageSize = 50;

interface WindowsProps {
  windows: LedgerWindow[];
  troubleOnly: boolean;
  tellReasons: boolean;
}

function Windows({ windows, troubleOnly, tellReasons }: WindowsProps) {
  const { t, i18n } = useTranslation('collect');
  const zone = zoneName(useZone(), i18n.language, windows.at(-1)?.to);
  const [limit, setLimit] = useState(pageSize);
  const wanted = troubleOnly ? windows.filter(windowHasTrouble) : windows;
  // Newest first, like the collections.
  const all = wanted.toSorted((a, b) => b.from - a.from);
  const rest = all.length - limit;
  if (windows.length === 0) return null;
  if (all.length === 0) return <p className="muted">{t('table.allWell')}</p>;
  return (
    <>
      <table className={styles.windows} aria-label={t('table.label')}>
        <thead>
          <tr>
            <th scope="col">{t('table.stretch', { zone })}</th>
            <th scope="col" className={styles.number}>
              {t('table.received')}
            </th>
            <th scope="col" className={styles.number}>
              {t('table.fresh')}
            </th>
            <th scope="col">{t('table.odd')}</th>
            <th scope="col">{t('table.firstLast')}</th>
            <th scope="col">{t('table.status')}</th>
          </tr>
        </thead>
        <tbody>
          {all.slice(0, limit).map((window) => (
            <WindowRow key={window.id} window={window} tellReason={tellReasons} />
          ))}
        </tbody>
      </table>
      {rest > 0 && (
        <div>
          <Button size="small" onPress={() => setLimit(limit + pageSize)}>
            {t('table.more', { count: Math.min(rest, pageSize) })}
          </Button>
        </div>
      )}
    </>
  );
}

function WindowRow({ window, tellReason }: { window: LedgerWindow; tellReason: boolean }) {
  const { t, i18n } = useTranslation('collect');
  const zone = useZone();
  const format = useFormat();
  const words = useCollectionWords();
  const failureText = useFailureText();
  const { status, reason, counts, first, last } = window;
  const mark = status === 'pending' || status === 'running' ? 'none' : status;
  const odd = oddCounts.filter((name) => counts[name] > 0);
  return (
    <tr>
      <td>
        <div className={styles.stretch}>
          <CoverageMark state={mark} />
          {stretchText(window.from, window.to + 1, zone, i18n.language)}
        </div>
      </td>
      <td className={styles.number}>{format.number(counts.received)}</td>
      <td className={styles.number}>{format.number(counts.newEvents)}</td>
      <td>{odd.map((name) => words.odd(name, counts[name])).join(' · ') || <Nothing />}</td>
      <td className={styles.landmarks}>
        {[first, last].map((one, at) => one && <Landmark key={at} {...one} />)}
        {!first &&
          (counts.pages > 0 ? <span className="muted">{t('table.empty')}</span> : <Nothing />)}
      </td>
      <td className={styles.reason}>
        {t(`status.${status}`)}
        {reason && tellReason && <div className="muted">{failureText(reason).what}</div>}
      </td>
    </tr>
  );
}

function Nothing() {
  return <span className="muted">—</span>;
}

/** Its id can be copied; the exact time with its offset stands in the tooltip. */
function Landmark({ id, time }: { id: string; time: number }) {
  const format = useFormat();
  const zone = useZone();
  return (
    <div>
      <span title={`${format.dateTimeSeconds(time)} ${offsetOf(zone, time)}`}>
        {format.dateTimeSeconds(time)}
      </span>{' '}
      <code className="muted selectable">{id}</code>
    </div>
  );
}
