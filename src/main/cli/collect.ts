import type { SourceKind } from '../../shared/event.ts';
import { Failed } from '../../shared/errors.ts';
import { formatExactInstant } from '../../shared/instant.ts';
import { noCounts, type Collection, type Filters } from '../../shared/session.ts';
import { collect, type Collected } from '../collection/collect.ts';
import { createMeter } from '../collection/meter.ts';
import { totalOf, type Progress } from '../collection/progress.ts';
import type { Connector } from '../connectors/connector.ts';
import { createHttpClient } from '../connectors/kit/http.ts';
import { connectors } from '../connectors/registry.ts';
import type { ExitCode } from './exit-codes.ts';
import { printJson, say } from './output.ts';
import { openOrCreate, tokenOf } from './session.ts';
import { statusLine } from './status-line.ts';
import { exitCodeOfCollect, summaryOf, type Summary } from './summary.ts';
import { failureLine, failureReason, fill, words } from './words.ts';

export interface CollectCommand {
  source: SourceKind;
  baseUrl: string;
  from: number;
  to: number;
  session: string;
  eventKey?: string;
  actorId?: string;
  entityId?: string;
  application?: string;
  withDetails?: true;
  withNames?: true;
  refresh?: true;
  json?: true;
}

export async function collectEvents(
  command: CollectCommand,
  signal: AbortSignal,
): Promise<ExitCode> {
  const connector: Connector = connectors[command.source];
  const address = connector.normalizeAddress(command.baseUrl);
  const token = await tokenOf(connector, address);
  const meter = createMeter((url, init) => fetch(url, init));
  const http = createHttpClient({
    address,
    token,
    rate: connector.requestsPerSecond,
    fetch: meter.fetch,
    onWait: meter.onWait,
  });
  const { from, to } = command;
  const order = {
    address,
    from,
    to,
    filters: filtersOf(command),
    withDetails: command.withDetails ?? false,
    withNames: command.withNames ?? false,
    refresh: command.refresh ?? false,
  };

  const store = await openOrCreate(command.session);
  const line = statusLine();
  try {
    const period = { from: formatExactInstant(from), to: formatExactInstant(to) };
    say(fill(words.collecting, { source: connector.kind, ...period }));
    const { collections } = await store.info();
    const before = new Map(collections.map((one) => [one.id, totalOf(one)]));
    const onProgress = (at: Progress) => line.show(() => progressText(at));
    const watch = { connector, http, meter, store, signal, onProgress };
    const collected = await collect(order, watch).finally(() => line.clear());

    const known = collected.alreadyComplete ? undefined : before.get(collected.collection.id);
    const summary = await summaryOf(store, collected, known ?? noCounts, meter);
    report(collected, summary);
    if (command.json) await printJson(summary);
    return exitCodeOfCollect(summary.status, collected.failure);
  } finally {
    await store.close();
  }
}

function filtersOf({ source, eventKey, actorId, entityId, application }: CollectCommand): Filters {
  const pachca = { '--event-key': eventKey, '--actor-id': actorId, '--entity-id': entityId };
  const foreign = source === 'pachca' ? { '--application': application } : pachca;
  for (const [field, value] of Object.entries(foreign)) {
    // A filter that the service does not know would silently collect everything.
    if (value !== undefined) throw new Failed('input.invalid', { field });
  }
  return {
    ...(eventKey !== undefined && { eventKey }),
    ...(actorId !== undefined && { actorId }),
    ...(entityId !== undefined && { entityId }),
    ...(application !== undefined && { application }),
  };
}

function report(collected: Collected, summary: Summary): void {
  const { collection, failure, filterIgnored, namesFailure, details, alreadyComplete } = collected;
  const { late, vanished } = totalOf(collection);
  if (filterIgnored) say(words.filterIgnored);
  if (alreadyComplete) say(words.already);
  say(fill(words.ended, { ...summary, status: words.status[summary.status] }));
  if (late > 0) say(fill(words.late, { count: late }));
  if (vanished > 0) say(fill(words.vanished, { count: vanished }));
  if (details) say(fill(words.details, { count: details.fetched }));
  if (details?.leftOut) say(fill(words.detailsLeftOut, { count: details.leftOut }));
  if (namesFailure) say(fill(words.namesFailed, { reason: failureReason(namesFailure) }));
  if (summary.quarantined > 0) say(fill(words.quarantined, { count: summary.quarantined }));
  for (const reason of reasonsOf(collection)) {
    if (!failure || reason !== failureReason(failure)) say(reason);
  }
  const isPaused = failure?.kind === 'cancelled';
  if (failure && !isPaused) say(failureLine(failure));
  if (summary.status === 'partial') say(isPaused ? words.paused : words.resume);
}

/** Why windows are not complete, each reason once; that it was stopped is said for the whole. */
function reasonsOf({ windows }: Collection): Set<string> {
  const reasons = windows.flatMap(({ reason }) => reason ?? []);
  return new Set(reasons.filter(({ kind }) => kind !== 'cancelled').map(failureReason));
}

function progressText({ done, secondsLeft, waiting, rate, received, pages, requests }: Progress) {
  return fill(words.progress, {
    events: received,
    pages,
    requests,
    rate: Math.round(rate),
    done: done === null ? '' : `, ${Math.floor(done * 100)} %`,
    left: secondsLeft === null ? '' : fill(words.left, { seconds: Math.ceil(secondsLeft) }),
    wait: !waiting ? '' : waiting.reason === 'offline' ? words.offline : words.waiting,
  });
}
