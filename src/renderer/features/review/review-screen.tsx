import { useDeferredValue, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { PanelLeft, PanelRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { refresh, useCall, usePush } from '../../api.ts';
import { StatusSlot, TopBarSlot } from '../../frame/slots.tsx';
import { openDialog } from '../../state/navigation.ts';
import { marked, useTags } from '../../state/marks.ts';
import { useFormat, useSettings, useZone } from '../../state/preferences.ts';
import { usePrivacy } from '../../state/privacy.ts';
import { selectionIn, shown, type Shown } from '../../state/selection.ts';
import { createStore, useStore, type Store } from '../../state/store.ts';
import { goAlong, takeLanding } from '../../state/trail.ts';
import { IconButton } from '../../ui/button.tsx';
import { isDialogOpen } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import type { Settings } from '../../../shared/settings.ts';
import { chosen } from '../marks/chosen.ts';
import { ChosenStatus } from '../marks/chosen-status.tsx';
import { markByKey } from '../marks/mark-keys.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { CoverageSummary } from './coverage-summary.tsx';
import { DetailPane } from './detail-pane.tsx';
import { EmptyTable } from './empty-table.tsx';
import { focusFacets, moveInFacets } from './facet-keys.ts';
import { Facets } from './facets.tsx';
import { useWhenLetGo } from './held-key.ts';
import { Histogram, histogramId } from './histogram.tsx';
import { PeriodButton } from './period-button.tsx';
import { paced } from './paced.ts';
import { focusQueryBar, QueryBar } from './query-bar.tsx';
import { typed } from './query-text.ts';
import { ReviewContext, useReview, useReviewModel } from './review-context.ts';
import { isRaw } from './raw-value.ts';
import { reviewMain } from './review-main.ts';
import { ReviewModel } from './review-model.ts';
import { Splitter } from './splitter.tsx';
import { Table } from './table.tsx';
import type { Opened } from './table-body.tsx';
import { openTableDialog } from './table-dialogs.tsx';
import { TrailButtons } from './trail-buttons.tsx';
import { TrustBar } from './trust-bar.tsx';
import { saveSettings } from './use-columns.ts';
import styles from './review-screen.module.css';

/** The screen in which an analyst lives: query, time, facets, table, event. */
export function ReviewScreen() {
  const [model] = useState(() => new ReviewModel(reviewMain));
  return (
    <ReviewContext value={model}>
      <Rounds />
      <Screen />
    </ReviewContext>
  );
}

/** While data pours in, the screen is made new at most this often, ms; the open event less often. */
const refreshEvery = 1000;
const reopenEvery = 4000;

/** Tells the model what is to be shown, and when there is new data under it. */
function Rounds() {
  const model = useReviewModel();
  const zone = useZone();
  // Not when the window has drawn what was typed: until then the answer is on its way.
  useEffect(() => {
    let last: Shown | null = null;
    const show = () => {
      const now = shown.get();
      const { query, period, sort } = now;
      if (last?.query === query && last.period === period && last.sort === sort) return;
      last = now;
      const landing = takeLanding();
      if (landing !== null) chosen.set({ cursor: landing });
      void model.show({ query, period, zone }, sort, landing);
    };
    show();
    return shown.subscribe(show);
  }, [model, zone]);
  const columns = useStore(shown, (now) => now.columns);
  // What rows bring along only while a column shows it.
  const needs = ['content', 'raw'].filter((need) =>
    columns.some(({ field }) => field === need || (need === 'raw' && isRaw(field))),
  );
  const needed = needs.join();
  const hadNeeded = useRef(needed);
  useEffect(() => {
    if (hadNeeded.current === needed) return;
    hadNeeded.current = needed;
    void model.refresh();
  }, [model, needed]);

  const [changed] = useState(() => paced(() => model.refresh(), refreshEvery));
  const [reopen] = useState(() =>
    paced(() => refresh('review.event', 'review.neighbours'), reopenEvery),
  );
  useEffect(() => marked.subscribe(() => void model.refresh()), [model]);
  usePush('session.changed', () => {
    changed();
    reopen();
  });
  // Something was revealed, or masked again: everything on the screen is another text now.
  const revealed = JSON.stringify(usePrivacy().shown);
  const before = useRef(revealed);
  useEffect(() => {
    if (before.current === revealed) return;
    before.current = revealed;
    void refresh('review.event', 'review.neighbours', 'review.detailKeys', 'review.quarantine');
    void model.refresh();
  }, [revealed, model]);
  return null;
}

function Screen() {
  const { t } = useTranslation('review');
  const { panes } = useSettings();
  const [opened] = useState(() => createStore<Opened>({ row: null }));
  const show = (pane: keyof Settings['panes'], open: boolean) =>
    saveSettings({ panes: { ...panes, [pane]: { ...panes[pane], open } } });
  const openDetail = () => {
    if (!panes.detail.open) show('detail', true);
  };
  useShortcuts(openDetail);
  // Until an event is chosen its room is the table's.
  const hasEvent = useStore(opened, ({ row }) => row !== null);
  const stale = useStore(typed, ({ problem }) => problem !== null);
  const collected = (useCall('session.info').data?.coverage.length ?? 0) > 0;
  const isEmpty = useReview((review) => review.count?.total === 0) && !collected;
  return (
    <>
      <TopBarSlot>
        <TrailButtons />
        <QueryBar onLeave={focusTable} />
        <PeriodButton />
        <ColumnChooser />
        <IconButton
          icon={PanelLeft}
          label={t('facets.label')}
          aria-pressed={panes.facets.open && !isEmpty}
          isDisabled={isEmpty}
          onPress={() => show('facets', !panes.facets.open)}
        />
        <IconButton
          icon={PanelRight}
          label={t('detail.toggle')}
          aria-pressed={panes.detail.open && hasEvent}
          isDisabled={!hasEvent}
          onPress={() => show('detail', !panes.detail.open)}
        />
      </TopBarSlot>
      <StatusSlot>
        <RowStatus />
        <ChosenStatus />
      </StatusSlot>
      <div className={styles.screen}>
        {!isEmpty && (
          <div className={styles.times} data-stale={stale || undefined}>
            <Histogram />
            <CoverageSummary />
          </div>
        )}
        <TrustBar />
        <Failed />
        <div className={styles.panes} data-stale={stale || undefined}>
          {!isEmpty && (
            <Side pane="facets" side="left">
              <Facets />
            </Side>
          )}
          <div className={styles.middle}>
            <Table
              opened={opened}
              onOpen={() => {
                openDetail();
                // The pane is there after the next frame at the latest.
                requestAnimationFrame(() => document.getElementById('detail')?.focus());
              }}
            />
            <Empty />
            {/* The query bar says it to those who do not see it. */}
            {stale && (
              <p className={styles.stale} aria-hidden>
                {t('query.staleRows')}
              </p>
            )}
          </div>
          {hasEvent && (
            <Side pane="detail" side="right">
              <OpenEvent
                opened={opened}
                onClose={() => {
                  show('detail', false);
                  focusTable();
                }}
              />
            </Side>
          )}
        </div>
      </div>
    </>
  );
}

/**
 * The event of the row with the cursor, which is drawn after the row; while a key takes that from row
 * to row, the one before.
 */
function OpenEvent({ opened, onClose }: { opened: Store<Opened>; onClose: () => void }) {
  const row = useDeferredValue(useWhenLetGo(useStore(opened, (now) => now.row)));
  return useMemo(() => {
    const select = (other: number) => opened.set({ row: other });
    return row === null ? null : <DetailPane row={row} onSelectRow={select} onClose={onClose} />;
  }, [row, opened, onClose]);
}

const limits = { facets: { least: 160, most: 420 }, detail: { least: 280, most: 900 } } as const;

interface SideProps {
  pane: keyof Settings['panes'];
  side: 'left' | 'right';
  children: React.ReactNode;
}

/** A pane with its splitter; its width is in the settings. */
function Side({ pane, side, children }: SideProps) {
  const { t } = useTranslation('review');
  const { panes } = useSettings();
  const [moving, setMoving] = useState<number | null>(null);
  const { open, width } = panes[pane];
  if (!open) return null;
  const splitter = (
    <Splitter
      label={t(pane === 'facets' ? 'facets.width' : 'detail.width')}
      side={side}
      width={moving ?? width}
      {...limits[pane]}
      onResize={setMoving}
      onRest={(rest) => {
        setMoving(null);
        saveSettings({ panes: { ...panes, [pane]: { open, width: rest } } });
      }}
    />
  );
  return (
    <>
      {side === 'right' && splitter}
      <div className={styles[pane]} style={{ width: moving ?? width }}>
        {children}
      </div>
      {side === 'left' && splitter}
    </>
  );
}

function Empty() {
  const count = useReview((review) => review.count);
  const busy = useReview((review) => review.busy);
  const failure = useReview((review) => review.failure);
  if (!count || count.matching > 0 || busy || failure) return null;
  return (
    <div className={styles.empty}>
      <EmptyTable total={count.total} />
    </div>
  );
}

function Failed() {
  const model = useReviewModel();
  const failure = useReview((review) => review.failure);
  if (!failure) return null;
  return (
    <div className={styles.failure}>
      <FailureNotice failure={failure} onRetry={() => void model.retry()} />
    </div>
  );
}

/** What the frame's count of events does not say: how many of them are shown. */
function RowStatus() {
  const { t } = useTranslation('review');
  const format = useFormat();
  const count = useReview((review) => review.count);
  if (!count || count.matching === count.total) return null;
  return (
    <span>
      {t('table.shownRows', { count: count.matching, number: format.number(count.matching) })}
    </span>
  );
}

/** A note is written in the pane: `openDetail` shows it. */
function useShortcuts(openDetail: () => void): void {
  const tags = useTags();
  const zone = useZone();
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isTyping(event) || isDialogOpen()) return;
    if (markByKey(event, { tags, selection: selectionIn(zone), openDetail }))
      return event.preventDefault();
    if (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      goAlong(event.key === 'ArrowLeft' ? 'back' : 'forward', chosen.get().cursor);
      return event.preventDefault();
    }
    if ((event.ctrlKey || event.metaKey) && event.code === 'KeyG') {
      openTableDialog('jump');
      return event.preventDefault();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const fromAside =
      event.target instanceof Element &&
      event.target.closest('#detail, [data-facets], [role="slider"]');
    if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) openDialog('shortcuts');
    else if (event.key === '/' || event.code === 'Slash') focusQueryBar();
    else if (event.key === 'Escape' && fromAside) focusTable();
    else if (event.code === 'KeyF') focusFacets();
    else if (event.code === 'KeyH') document.getElementById(histogramId)?.focus();
    else if (moveInFacets(event)) return event.preventDefault();
    else if (event.code === 'KeyJ' || event.code === 'KeyK') focusTable();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** Looks through shadow trees: the query bar lives in one. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select, [role="spinbutton"]');
}

function focusTable(): void {
  document.querySelector<HTMLElement>('[role="grid"]')?.focus();
}
