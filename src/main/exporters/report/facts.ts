import type { SourceKind } from '../../../shared/event.ts';
import type { ReportStyle } from '../../../shared/export.ts';
import type { Instant } from '../../../shared/instant.ts';
import type { TagCount } from '../../../shared/marks.ts';
import type { Overview } from '../../../shared/overview.ts';
import type { Person } from '../../../shared/people.ts';
import { relianceOf, type Reliance } from '../../../shared/reliance.ts';
import type { SessionSearches } from '../../../shared/searches.ts';
import type {
  Coverage,
  Facet,
  Histogram,
  Selection,
  SessionInfo,
  Sort,
} from '../../../shared/session.ts';
import type { BulkReader, Proof, ProofReader, SessionReader } from '../../store/session-store.ts';
import { coveredScope } from '../export-coverage.ts';
import { confirmedIn } from './confirmed.ts';
import { isMarked, markedIn } from './narrowed.ts';

/** µs. */
export interface Span {
  from: Instant;
  to: Instant;
}

export type ReportReader = SessionReader & BulkReader & ProofReader;

/** Something a rule found and an analyst confirmed; both ends are inside. */
export interface ReportFinding extends Span {
  rule: string;
  title: string;
  /** In words. */
  severity: string;
  events: number;
  /** What its events have in common, by the rule's names of fields. */
  group: Readonly<Record<string, string>>;
  /** Who confirmed it, when (ISO 8601), and what was written to it. */
  who: string;
  at: string;
  note: string | null;
}

/** Those that touch the events of the report, in order of time, and how many do not. */
export interface Confirmed {
  findings: readonly ReportFinding[];
  elsewhere: number;
}

export interface ReportRequest extends ReportStyle {
  selection: Selection;
  sort: Sort;
  /** What the window shows; null: not said. */
  columns: readonly string[] | null;
  program: string;
  /** The account on this computer; null: it has no name. */
  madeBy: string | null;
  /** The name of the file the report will have. */
  file: string;
  /** The reader gives pseudonyms for personal data, which the report has to say. */
  masked: boolean;
}

/** Everything a report says but the events themselves. */
export interface ReportFacts extends ReportRequest {
  madeAt: string;
  info: SessionInfo;
  /** What the query and the period are about, and what was collected of it; null: nothing. */
  scope: { period: Span; coverage: Coverage[] } | null;
  reliance: Reliance;
  overview: Overview;
  histogram: Histogram;
  addresses: Facet;
  tags: readonly TagCount[];
  /** Tags of events that match, with how many carry them. */
  tagsHere: Facet;
  /** Marked events that match, those of them with a star or a note, and marked ones that do not match. */
  marked: { all: number; weighty: number; outside: number };
  confirmed: Confirmed;
  persons: readonly Person[];
  searches: SessionSearches;
  proof: Proof;
}

const topAddresses = 8;
const mostTags = 1000;
/** Asks the session for all of it. Throws `query.*`, `session.damaged`, `cancelled`. */
export async function gatherFacts(
  reader: ReportReader,
  request: ReportRequest,
  signal: AbortSignal,
): Promise<ReportFacts> {
  const { selection } = request;
  const info = await reader.info();
  const scope = coveredScope(selection, info);
  const everywhere = { ...selection, query: isMarked, period: null };
  const all = await reader.count(markedIn(selection, 'all'));
  return {
    ...request,
    madeAt: new Date().toISOString(),
    info,
    scope,
    reliance: relianceOf(onlyOf(info, scope?.coverage ?? info.coverage), scope?.period ?? null),
    overview: await reader.overview(selection),
    histogram: await reader.histogram(selection, 'auto'),
    addresses: await reader.facet(selection, 'ip', topAddresses),
    tags: await reader.tags(),
    tagsHere: await reader.facet(selection, 'tags', mostTags),
    marked: {
      all,
      weighty: await reader.count(markedIn(selection, 'weighty')),
      outside: (await reader.count(everywhere)) - all,
    },
    confirmed: await confirmedIn(reader, selection, scope?.period ?? null, request.language),
    persons: (await reader.people()).persons.filter(({ links }) => links.length > 0),
    searches: await reader.searches(),
    proof: await reader.proof(signal),
  };
}

/** Of the sources the selection is about: what was not collected from another says nothing here. */
function onlyOf(info: SessionInfo, about: readonly Coverage[]): SessionInfo {
  const isAbout = ({ source }: { source: SourceKind }) =>
    about.some((one) => one.source === source);
  const { coverage, collections } = info;
  return {
    ...info,
    coverage: coverage.filter(isAbout),
    collections: collections.filter(isAbout),
  };
}

/** Whose name an actor goes by: the person's, whom an analyst found. */
export function personOf(
  persons: readonly Person[],
  source: SourceKind,
  actor: string | null,
): string | null {
  const found = persons.find(({ links }) =>
    links.some((link) => link.source === source && link.actor === actor),
  );
  return found?.name ?? null;
}
