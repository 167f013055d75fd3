import { useState } from 'react';
import { clsx } from 'clsx';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api.ts';
import { openDialog } from '../../state/navigation.ts';
import { useZone } from '../../state/preferences.ts';
import type { Finding } from '../../../shared/event.ts';
import type { EventRecord, Row } from '../../../shared/session.ts';
import { quoteValue } from '../../../shared/query/quote.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNotice, Notice } from '../../ui/notice.tsx';
import { splitConversation, type Turn } from './conversation.ts';
import { RevealButton } from '../privacy/masked-note.tsx';
import { CopyButton } from './copy-button.tsx';
import { useDetailsJob, useDetailsSources } from './details-job.ts';
import { highlight } from './highlight.ts';
import styles from './detail-pane.module.css';

/** What a person and a model said to each other, with what Jay Guard recognised in it. */
export function ConversationTab({ record }: { record: EventRecord }) {
  const { t } = useTranslation('review');
  const { event } = record;
  const [lit, setLit] = useState<number | null>(null);
  const findings = event.findings ?? [];
  const turns = event.text === null ? [] : splitConversation(event.text);
  return (
    <div className={styles.tab}>
      {event.findings === null && <NotFetched event={event} />}
      {turns.map((turn, at) => (
        <TurnCard key={at} turn={turn} event={event} findings={findings} lit={lit} />
      ))}
      {turns.length === 0 && <p className="muted">{t('detail.noText')}</p>}
      {event.content !== null && event.content === event.text && (
        <p className="muted">{t('detail.sameContent')}</p>
      )}
      {event.content !== null && event.content !== '' && event.content !== event.text && (
        <article className={styles.turn} data-role="content">
          <h3 className={styles.turnHead}>
            <span>{t('detail.content')}</span>
            <RevealButton
              row={event.row}
              field="content"
              label={t('detail.content')}
              text={event.content}
            />
            <CopyButton text={event.content} />
          </h3>
          <Marked text={event.content} findings={findings} lit={lit} />
        </article>
      )}
      {event.findings !== null && (
        <Findings row={event.row} findings={event.findings} onLight={setLit} lit={lit} />
      )}
    </div>
  );
}

function TurnCard(props: { turn: Turn; event: Row; findings: Finding[]; lit: number | null }) {
  const { turn, event, findings, lit } = props;
  const { t } = useTranslation('review');
  const who =
    turn.role === 'user' || turn.role === 'whole'
      ? (event.actorName ?? event.actor)
      : event.application;
  return (
    <article className={styles.turn} data-role={turn.role}>
      <h3 className={styles.turnHead}>
        <span>{t(`turns.${turn.role}`)}</span>
        {who === null ? null : <span className={styles.who}>{who}</span>}
        <RevealButton
          row={event.row}
          field="text"
          label={t(`turns.${turn.role}`)}
          text={turn.text}
        />
        <CopyButton text={turn.text} />
      </h3>
      <Marked text={turn.text} findings={findings} lit={lit} />
    </article>
  );
}

/** A text with every finding marked wherever its value stands, and named by its methods. */
function Marked({
  text,
  findings,
  lit,
}: {
  text: string;
  findings: Finding[];
  lit: number | null;
}) {
  return (
    <p className={`${styles.said} selectable`}>
      {highlight(text, findings).map((piece, at) =>
        piece.methods.length === 0 ? (
          piece.text
        ) : (
          <mark
            key={at}
            className={clsx(
              styles.mark,
              lit !== null && piece.findings.includes(lit) && styles.lit,
            )}
            title={piece.methods.join(', ')}
            data-method={piece.methods.join(', ')}
          >
            {piece.text}
          </mark>
        ),
      )}
    </p>
  );
}

interface FindingsProps {
  row: number;
  findings: Finding[];
  lit: number | null;
  onLight: (index: number | null) => void;
}

function Findings({ row, findings, lit, onLight }: FindingsProps) {
  const { t } = useTranslation('review');
  if (findings.length === 0) return <p className="muted">{t('detail.nothingFound')}</p>;
  return (
    <section>
      <h3 className={styles.sub}>
        {t('detail.findings', { count: findings.length })}
        <RevealButton
          row={row}
          field="findings"
          label={t('detail.findings', { count: findings.length })}
          text={findings.map(({ value }) => value).join(' ')}
        />
      </h3>
      <ul className={styles.findings}>
        {findings.map((finding, at) => (
          <li key={at} className={clsx(styles.finding, lit === at && styles.litRow)}>
            <button
              type="button"
              className={styles.method}
              aria-pressed={lit === at}
              title={t('detail.showFinding')}
              onClick={() => onLight(lit === at ? null : at)}
            >
              {finding.method}
            </button>
            <span className={`${styles.found} selectable`}>{finding.value}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Not fetched is not "nothing found": said first, with the way to get them. */
function NotFetched({ event }: { event: Row }) {
  const { t } = useTranslation('review');
  const zone = useZone();
  const asking = useAction('collect.details');
  const { job, ended } = useDetailsJob();
  const [source] = useDetailsSources();
  const selection = { query: `source:jayguard id:${quoteValue(event.id)}`, zone, period: null };
  const asked = asking.isSuccess && ended !== null;
  return (
    <>
      <Notice
        tone="info"
        action={
          source && (
            <>
              <Button
                size="small"
                icon={Download}
                isPending={asking.isPending || job !== null}
                onPress={() => asking.mutate({ sourceId: source.id, selection })}
              >
                {t('detail.fetch')}
              </Button>
              <Button variant="link" size="small" onPress={() => openDialog('details')}>
                {t('detail.fetchMany')}
              </Button>
            </>
          )
        }
      >
        <strong>{t('detail.notFetched')}</strong>
        <p>{t(source ? 'detail.notFetchedHint' : 'detail.noSource')}</p>
      </Notice>
      {asking.error && <FailureNotice failure={asking.error} />}
      {asked && ended.failure && <FailureNotice failure={ended.failure} />}
      {asked && ended.detailsFetched === 0 && (
        <Notice tone="warning">{t('detail.noneFetched')}</Notice>
      )}
    </>
  );
}
