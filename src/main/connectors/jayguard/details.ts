import { z } from 'zod';
import { Failed } from '../../../shared/errors.ts';
import type { EventDetails, Quarantined } from '../../../shared/session.ts';
import type { AskDetails } from '../connector.ts';
import { exactObject, idText, parseObject } from '../kit/fields.ts';
import type { HttpAnswer, HttpClient } from '../kit/http.ts';
import { Unreadable } from '../kit/page.ts';
import { sliceElements } from '../kit/verbatim.ts';
import { auditPath } from './list.ts';
import { isTooMuch, refusal } from './refusal.ts';

/** The largest batch is documented nowhere (notes.md). */
const firstBatch = 100;
/** So many ids refused one by one, and none ever taken: it is not the ids. */
const mostRefused = 3;

const id = z.union([z.string(), z.number()]);
const vendorSchema = z.looseObject({
  eventId: id,
  content: z.string().nullish(),
  details: z.array(z.looseObject({ searchMethodId: id, value: z.string() })).nullish(),
});

type Wanted = Parameters<AskDetails>[0];

/**
 * Details by id, in batches. Ids are sent as the list gave them, as strings where that is refused
 * (the list has integers, the seed's request strings). A batch that is refused or too large is asked
 * for in halves: what is learned from that, how many may be asked for at once, is kept, and one id
 * that spoils its batch does not make all that follow small. An id that the answer lacks, or that is
 * refused alone, is left out: its details stay "not fetched".
 */
export function detailsFrom(http: HttpClient): AskDetails {
  let size = firstBatch;
  /** The longest batch that was taken; none yet: the form of the ids is open as well. */
  let taken = 0;
  let asStrings = false;
  let refusedAlone = 0;

  return async function* ask(wanted, signal) {
    let asked = 0;
    const halves: Wanted[] = [];
    while (asked < wanted.length) {
      const batch = halves.shift() ?? wanted.slice(asked, asked + size);
      const given = await askAnyForm(batch, signal);
      if (given.answer) {
        taken = Math.max(taken, batch.length);
        size = Math.max(size, taken);
        asked += batch.length;
        const { text: body, clockOffsetMs } = given.answer;
        yield { body, ...readAnswer(body), asked, clockOffsetMs };
      } else if (batch.length > 1) {
        const half = Math.ceil(batch.length / 2);
        if (batch.length > taken) size = Math.min(size, half);
        halves.unshift(batch.slice(0, half), batch.slice(half));
      } else {
        refusedAlone += 1;
        if (taken === 0 && refusedAlone >= mostRefused) throw given.refusal;
        asked += 1;
      }
    }
  };

  async function askAnyForm(batch: Wanted, signal: AbortSignal): Promise<Given> {
    const strings = asStrings;
    const given = await post(http, batch, strings, signal);
    if (given.answer || taken > 0 || given.refusal.failure.kind === 'service.too-large')
      return given;
    const other = await post(http, batch, !strings, signal);
    if (other.answer) asStrings = !strings;
    return other;
  }
}

/** An answer, or why the service or our own cap on size wants a smaller request. */
type Given = { answer: HttpAnswer; refusal: null } | { answer: null; refusal: Failed };

async function post(
  http: HttpClient,
  batch: Wanted,
  strings: boolean,
  signal: AbortSignal,
): Promise<Given> {
  const ids = batch.map((one) => (strings ? JSON.stringify(one.id) : one.literal));
  try {
    const answer = await http.post(
      `${auditPath}/details`,
      `{"eventIds":[${ids.join(',')}]}`,
      signal,
    );
    if (isTooMuch(answer)) return { answer: null, refusal: refusal(answer) };
    if (answer.status >= 400) throw refusal(answer);
    return { answer, refusal: null };
  } catch (error) {
    const tooLarge = error instanceof Failed && error.failure.kind === 'service.too-large';
    if (!tooLarge) throw error;
    return { answer: null, refusal: error };
  }
}

/** What can be read, and what cannot; an event of the latter stays "not fetched". */
function readAnswer(body: string): { items: EventDetails[]; quarantined: Quarantined[] } {
  const slices = sliceElements(body, 'auditDetails');
  if (!slices) throw new Failed('service.wrong-shape', { field: 'auditDetails' });
  const items: EventDetails[] = [];
  const quarantined: Quarantined[] = [];
  for (const { text: raw, tooDeep } of slices) {
    try {
      if (tooDeep) throw new Unreadable('depth');
      items.push(readJayGuardDetails(raw));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      quarantined.push({ raw, reason: error.message });
    }
  }
  return { items, quarantined };
}

/** One object of `audit/details`; its JSON is kept to the letter. */
export function readJayGuardDetails(raw: string): EventDetails {
  const vendor = parseObject(raw, vendorSchema);
  return {
    id: idText(raw, 'eventId', vendor.eventId),
    content: vendor.content ?? null,
    findings: (exactObject(raw, vendorSchema, vendor).details ?? []).map(
      ({ searchMethodId, value }) => ({
        method: String(searchMethodId),
        value,
      }),
    ),
    raw,
  };
}
