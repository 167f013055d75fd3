import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MergeConflict } from '../../../shared/bundle.ts';
import { quoteValue } from '../../../shared/query/quote.ts';
import { useCall } from '../../api.ts';
import { goTo } from '../../state/navigation.ts';
import { useFormat } from '../../state/preferences.ts';
import { shown } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { useEventWords } from '../review/event-words.ts';
import styles from './conflicts.module.css';

const pageSize = 20;

interface ConflictsProps {
  /** The number of the origin, and how many conflicts its merge came to. */
  origin: number;
  of: number;
  /** Whose bundle it was: logins may be the same on both computers. */
  signer: string;
}

/** What a bundle said otherwise when it was brought in, a page at a time. */
export function Conflicts({ origin, of, signer }: ConflictsProps) {
  const { t } = useTranslation('sealing');
  const format = useFormat();
  const [pages, setPages] = useState(1);
  const listed = Math.min(of, pages * pageSize);
  return (
    <section className={styles.conflicts} aria-label={t('conflicts.title')}>
      <p className={styles.title}>{t('conflicts.title')}</p>
      <ol>
        {Array.from({ length: pages }, (_, page) => (
          <Page key={page} origin={origin} offset={page * pageSize} signer={signer} />
        ))}
      </ol>
      {listed < of && (
        <div className={styles.more}>
          <Button size="small" onPress={() => setPages(pages + 1)}>
            {t('conflicts.more')}
          </Button>
          <span className="muted">
            {t('conflicts.listed', { listed: format.number(listed), of: format.number(of) })}
          </span>
        </div>
      )}
    </section>
  );
}

interface PageProps {
  origin: number;
  offset: number;
  signer: string;
}

function Page({ origin, offset, signer }: PageProps) {
  const { t } = useTranslation('sealing');
  const { data, error, refetch } = useCall('bundle.conflicts', { origin, offset, limit: pageSize });
  if (error) {
    return (
      <li>
        <FailureNotice failure={error} onRetry={() => void refetch()} />
      </li>
    );
  }
  if (!data) {
    return (
      <li>
        <Skeleton lines={3} />
      </li>
    );
  }
  // Sessions of earlier versions kept the numbers alone.
  if (data.length === 0 && offset === 0)
    return <li className="muted">{t('conflicts.unlisted')}</li>;
  return data.map((conflict) => (
    <Conflict key={conflict.row} conflict={conflict} signer={signer} />
  ));
}

function Conflict({ conflict, signer }: { conflict: MergeConflict; signer: string }) {
  const { t } = useTranslation('sealing');
  const format = useFormat();
  const words = useEventWords();
  const { id, source, time, event } = conflict.event;
  return (
    <li>
      <p className={styles.event}>
        <span className="mono">{format.isoMoment(time)}</span>
        <span>{words.event(event)}</span>
        <span className="mono muted">{id}</span>
        <Button
          size="small"
          aria-label={t('conflicts.goToNamed', { id })}
          onPress={() => {
            shown.set({ query: `source:${source} id:${quoteValue(id)}`, period: null });
            goTo('review');
          }}
        >
          {t('conflicts.goTo')}
        </Button>
      </p>
      {conflict.kind === 'content' ? (
        <p className="muted">{t('conflicts.content')}</p>
      ) : (
        <Notes {...conflict} signer={signer} />
      )}
    </li>
  );
}

type NotesProps = Extract<MergeConflict, { kind: 'note' }> & { signer: string };

function Notes({ mine, mineBy, theirs, theirsBy, kept, signer }: NotesProps) {
  const { t } = useTranslation('sealing');
  const stands =
    kept === mine ? 'keptMine' : kept === theirs ? 'keptTheirs' : ('keptBoth' as const);
  return (
    <>
      <dl className={styles.notes}>
        <div>
          <dt>{mineBy === null ? t('conflicts.here') : t('conflicts.hereBy', { who: mineBy })}</dt>
          <dd data-removed={mine === null || undefined}>{mine ?? t('conflicts.removed')}</dd>
        </div>
        <div>
          <dt>
            {theirsBy === null
              ? t('conflicts.there', { signer })
              : t('conflicts.thereBy', { signer, who: theirsBy })}
          </dt>
          <dd data-removed={theirs === null || undefined}>{theirs ?? t('conflicts.removed')}</dd>
        </div>
      </dl>
      <p className="muted">{t(`conflicts.${stands}`)}</p>
    </>
  );
}
