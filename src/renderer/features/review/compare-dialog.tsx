import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventRecord } from '../../../shared/session.ts';
import { useCall } from '../../api.ts';
import { parseInstant } from '../../../shared/instant.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { fieldPairs, linePairs, type LinePair } from './compare.ts';
import { useFieldName } from './column-name.ts';
import { layOut } from './json-text.ts';
import { eventTime } from './time-axis.ts';
import styles from './compare-dialog.module.css';

interface CompareDialogProps {
  record: EventRecord;
  onClose: () => void;
}

/** Two versions of one event side by side: where each came from, and where they differ. */
export function CompareDialog({ record, onClose }: CompareDialogProps) {
  const { t } = useTranslation(['review', 'common']);
  const [other, setOther] = useState(record.otherVersions[0] ?? record.event.row);
  const [differing, setDiffering] = useState(true);
  const asked = useCall('review.event', { row: other }, { keep: true });
  const shown = asked.data && inTime(record, asked.data);
  return (
    <Dialog
      title={t('compare.title')}
      size="full"
      onClose={onClose}
      foot={
        <Button variant="primary" autoFocus onPress={onClose}>
          {t('common:close')}
        </Button>
      }
    >
      <p className="muted">{t('compare.text')}</p>
      <div className={styles.tools}>
        {record.otherVersions.length > 1 && (
          <Select
            label={t('compare.with')}
            value={String(other)}
            onChange={(row) => setOther(Number(row))}
            choices={record.otherVersions.map((row, at) => ({
              id: String(row),
              label: t('detail.version', { number: at + 1 }),
            }))}
          />
        )}
        <Checkbox label={t('compare.differing')} value={differing} onChange={setDiffering} />
      </div>
      {asked.error && <FailureNotice failure={asked.error} onRetry={() => void asked.refetch()} />}
      {shown ? <Versions {...shown} open={record} differing={differing} /> : <Skeleton lines={6} />}
    </Dialog>
  );
}

/** What came first stands on the left. */
function inTime(a: EventRecord, b: EventRecord): { left: EventRecord; right: EventRecord } {
  const later = Date.parse(a.receivedAt) - Date.parse(b.receivedAt) || a.event.row - b.event.row;
  return later > 0 ? { left: b, right: a } : { left: a, right: b };
}

interface VersionsProps {
  left: EventRecord;
  right: EventRecord;
  /** The version that the person came from. */
  open: EventRecord;
  differing: boolean;
}

function Versions({ left, right, open, differing }: VersionsProps) {
  const { t, i18n } = useTranslation('review');
  const name = useFieldName();
  const zone = useZone();
  const inWords = (field: string, value: string) => {
    const instant = field === 'time' ? parseInstant(value) : null;
    return instant === null ? value : eventTime(instant, zone, i18n.language);
  };
  const pairs = useMemo(() => fieldPairs(left.event, right.event), [left, right]);
  const lines = useMemo(() => linePairs(layOut(left.raw), layOut(right.raw)), [left, right]);
  const shown = pairs.filter((pair) => !differing || pair.differs);
  return (
    <table className={styles.table}>
      <colgroup>
        <col className={styles.names} />
        <col />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('compare.field')}</span>
          </th>
          {[left, right].map((version) => (
            <Origin key={version.event.row} version={version} open={version === open} />
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map(({ field, left: a, right: b, differs }) => (
          <tr key={field} data-differs={differs || undefined}>
            <th scope="row">
              {name(field)}
              {differs && <span className="visually-hidden">, {t('compare.differs')}</span>}
            </th>
            {[a, b].map((value, at) => (
              <td key={at} className="selectable">
                {value === null ? (
                  <span className={styles.absent}>{t('compare.absent')}</span>
                ) : (
                  inWords(field, value)
                )}
              </td>
            ))}
          </tr>
        ))}
        {shown.length === 0 && (
          <tr>
            <td colSpan={3} className="muted">
              {t('compare.fieldsSame')}
            </td>
          </tr>
        )}
        <tr>
          <th scope="row">{t('compare.raw')}</th>
          <td colSpan={2} className={styles.rawCell}>
            <RawLines lines={lines} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Origin({ version, open }: { version: EventRecord; open: boolean }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const info = useCall('session.info').data;
  const collection = info?.collections.find(({ id }) => id === version.collectionId);
  return (
    <th scope="col">
      {t('compare.from', { collection: version.collectionId })}
      {open && <span className={styles.open}> · {t('compare.open')}</span>}
      <span className={styles.when}>
        {t('compare.received', { time: format.isoMoment(version.receivedAt) })}
        {collection ? ` · ${collection.address}` : ''}
      </span>
      {version.goneSince && (
        <span className={styles.when}>
          {t('stateNotes.goneWhy', {
            collection: version.goneSince.collectionId,
            time: format.isoMoment(version.goneSince.at),
          })}
        </span>
      )}
    </th>
  );
}

/** Equal lines far from any difference are left out; so many stay on either side of one. */
const around = 3;
/** A person reads no more; the JSON tab has each version whole. */
const mostLines = 2000;

function RawLines({ lines }: { lines: readonly LinePair[] }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const near = useMemo(() => nearDifferences(lines), [lines]);
  if (near.length === 0) return <p className="muted">{t('compare.rawSame')}</p>;
  const shown = near.slice(0, mostLines);
  const isCut = (near.at(-1) ?? 0) < lines.length - 1 && shown.length === near.length;
  return (
    <>
      <div className={styles.lines}>
        {shown.map((at, place) => {
          const line = lines[at];
          // Left out: the beginning, too.
          const gap = at !== (near[place - 1] ?? -1) + 1;
          return (
            <div
              key={at}
              className={styles.line}
              data-differs={line?.same === false || undefined}
              data-gap={gap || undefined}
            >
              <code className="selectable">{shortened(line?.left)}</code>
              <code className="selectable">{shortened(line?.right)}</code>
            </div>
          );
        })}
        {isCut && <div className={styles.line} data-gap />}
      </div>
      {near.length > shown.length && (
        <p className="muted">
          {t('compare.more', { number: format.number(near.length - shown.length) })}
        </p>
      )}
    </>
  );
}

/** A text of megabytes is one line of JSON. */
const longestLine = 5000;

function shortened(line: string | null | undefined): string {
  if (!line) return '';
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
}

function nearDifferences(lines: readonly LinePair[]): number[] {
  const near = new Set<number>();
  for (const [at, { same }] of lines.entries()) {
    if (same) continue;
    for (let one = at - around; one <= at + around; one += 1)
      if (one >= 0 && one < lines.length) near.add(one);
  }
  return [...near].toSorted((a, b) => a - b);
}
