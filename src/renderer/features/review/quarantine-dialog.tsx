import { useState } from 'react';
import { ChevronLeft, ChevronRight, Download, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { QuarantineEntry } from '../../../shared/session.ts';
import { refresh, useAction, useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice, Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { useEventWords } from './event-words.ts';
import { BoundedJson } from './json-tab.tsx';
import { MaskedSessionNote } from '../privacy/masked-note.tsx';
import styles from './quarantine-dialog.module.css';

const pageSize = 20;

/** What a service or a file held and nobody could read: kept as it came, and to be looked into. */
export function QuarantineDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['review', 'common']);
  const [offset, setOffset] = useState(0);
  const asked = useCall(
    'review.quarantine',
    { offset, limit: pageSize },
    { fresh: true, keep: true },
  );
  const reread = useAction('quarantine.reread');
  const exporting = useAction('quarantine.export');
  const busy = reread.isPending || exporting.isPending;

  // What was said of the one is old when the other is done.
  function readAgain(): void {
    exporting.reset();
    reread.mutate(undefined, {
      onSuccess: () => {
        setOffset(0);
        void refresh('review.quarantine', 'session.info');
      },
    });
  }

  return (
    <Dialog
      title={t('quarantine.title')}
      size="wide"
      sticky={busy}
      onClose={onClose}
      foot={
        <>
          <Button
            icon={RefreshCw}
            isPending={reread.isPending}
            isDisabled={exporting.isPending || asked.data?.length === 0}
            onPress={readAgain}
          >
            {t('quarantine.reread')}
          </Button>
          <Button
            icon={Download}
            isPending={exporting.isPending}
            isDisabled={reread.isPending || asked.data?.length === 0}
            onPress={() => {
              reread.reset();
              exporting.mutate({});
            }}
          >
            {t('quarantine.export')}
          </Button>
          <Button variant="primary" autoFocus isDisabled={busy} onPress={onClose}>
            {t('common:close')}
          </Button>
        </>
      }
    >
      <p className="muted">{t('quarantine.text')}</p>
      <Outcome reread={reread} exporting={exporting} />
      {asked.isPending && <Skeleton lines={6} />}
      {asked.error && <FailureNotice failure={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data?.length === 0 && <p>{t('quarantine.none')}</p>}
      {asked.data && asked.data.length > 0 && (
        <>
          <MaskedSessionNote texts={asked.data.map(({ raw }) => raw)} />
          <ol className={styles.entries}>
            {asked.data.map((entry, at) => (
              <Entry key={entry.id} entry={entry} isOpen={at === 0} />
            ))}
          </ol>
          <Paging offset={offset} shown={asked.data.length} onGo={setOffset} />
        </>
      )}
    </Dialog>
  );
}

interface OutcomeProps {
  reread: ReturnType<typeof useAction<'quarantine.reread'>>;
  exporting: ReturnType<typeof useAction<'quarantine.export'>>;
}

/** What came of reading again, and of the export, in words. */
function Outcome({ reread, exporting }: OutcomeProps) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const number = (count: number) => ({ count, number: format.number(count) });
  return (
    <>
      {reread.data && (
        <Notice tone="info">
          {reread.data.read === 0
            ? t('quarantine.rereadNone')
            : `${t('quarantine.rereadRead', number(reread.data.read))} ${t('quarantine.rereadNew', number(reread.data.newEvents))}`}{' '}
          {t('quarantine.rereadLeft', number(reread.data.left))}
        </Notice>
      )}
      {reread.error && <FailureNotice failure={reread.error} />}
      {exporting.data && (
        <Notice tone="info">
          {t('quarantine.exported', {
            ...number(exporting.data.rows),
            file: exporting.data.fileName,
          })}
          <p className={styles.hash}>
            SHA-256 <code className="selectable">{exporting.data.sha256}</code>
          </p>
        </Notice>
      )}
      {exporting.error && <FailureNotice failure={exporting.error} />}
    </>
  );
}

function Entry({ entry, isOpen }: { entry: QuarantineEntry; isOpen: boolean }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const words = useEventWords();
  const { raw, reason, source, collectionId, receivedAt } = entry;
  const from = [
    words.source(source),
    t('compare.from', { collection: collectionId }),
    format.isoMoment(receivedAt),
  ];
  return (
    <li>
      <details className={styles.entry} open={isOpen}>
        <summary>
          <strong>{t('quarantine.reason', { reason })}</strong>
          <span className={styles.from}>{from.join(' · ')}</span>
        </summary>
        <BoundedJson title={t('quarantine.raw')} json={raw} />
      </details>
    </li>
  );
}

function Paging(props: { offset: number; shown: number; onGo: (offset: number) => void }) {
  const { offset, shown, onGo } = props;
  const { t } = useTranslation('review');
  const format = useFormat();
  const total = useCall('session.info').data?.quarantined ?? offset + shown;
  if (total <= pageSize) return null;
  return (
    <nav className={styles.paging} aria-label={t('quarantine.pages')}>
      <IconButton
        size="small"
        icon={ChevronLeft}
        label={t('quarantine.before')}
        isDisabled={offset === 0}
        onPress={() => onGo(Math.max(0, offset - pageSize))}
      />
      <span aria-live="polite">
        {t('quarantine.shown', {
          from: format.number(offset + 1),
          to: format.number(offset + shown),
          total: format.number(total),
        })}
      </span>
      <IconButton
        size="small"
        icon={ChevronRight}
        label={t('quarantine.after')}
        isDisabled={offset + shown >= total}
        onPress={() => onGo(offset + pageSize)}
      />
    </nav>
  );
}
