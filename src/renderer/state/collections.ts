import { api, refresh } from '../api.ts';
import type { CollectProgress, PushPayload } from '../../shared/contract.ts';
import type { SourceKind } from '../../shared/event.ts';
import { createStore, useStore } from './store.ts';

type Ended = PushPayload<'collect.ended'>;

/** What runs and what has ended in this window's life, by source. */
interface Collections {
  running: Readonly<Record<string, CollectProgress>>;
  ended: Readonly<Record<string, Ended>>;
}

const collections = createStore<Collections>({ running: {}, ended: {} });

export function useCollections(): Collections {
  return useStore(collections);
}

/** Follows main from now on; returns how to stop. */
export function followCollections(): () => void {
  // A window that was reloaded learns what has been running meanwhile.
  void api.call('collect.running').then(
    (all) => all.forEach(noteProgress),
    () => undefined,
  );
  const stops = [api.on('collect.progress', noteProgress), api.on('collect.ended', noteEnd)];
  return () => stops.forEach((stop) => stop());
}

function noteProgress(progress: CollectProgress): void {
  const { running } = collections.get();
  collections.set({ running: { ...running, [progress.sourceId]: progress } });
}

function noteEnd(end: Ended): void {
  const { running, ended } = collections.get();
  const { [end.sourceId]: _gone, ...others } = running;
  collections.set({ running: others, ended: { ...ended, [end.sourceId]: end } });
  void refresh('session.info', 'sessions.current');
}

/** The person has read it. */
export function dismissEnd(sourceId: string): void {
  const { [sourceId]: _gone, ...others } = collections.get().ended;
  collections.set({ ended: others });
}

/** Another session: what ended belongs to the one before. */
export function forgetCollections(): void {
  collections.set({ ended: {} });
  proposal.set({ period: null, kind: null });
}

/** What the collection screen begins with: a gap to fill, the period of the sample services. */
interface Proposal {
  /** µs, both inside. */
  period: { from: number; to: number } | null;
  kind: SourceKind | null;
}

const proposal = createStore<Proposal>({ period: null, kind: null });

/** Fills in the form of the collection screen; go there next. */
export function proposeCollection(wanted: Partial<Proposal>): void {
  proposal.set({ period: null, kind: null, ...wanted });
}

export function useProposal(): Proposal {
  return useStore(proposal);
}
