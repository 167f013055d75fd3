import { z } from 'zod';
import { Failed } from '../../../shared/errors.ts';
import type { EventDetails } from '../../../shared/session.ts';
import { idText, parseObject } from '../kit/fields.ts';
import type { HttpClient } from '../kit/http.ts';
import { Unreadable } from '../kit/page.ts';
import { sliceElements } from '../kit/verbatim.ts';
import { auditPath } from './list.ts';
import { isTooMuch, refusal } from './refusal.ts';

/** The largest batch is documented nowhere (notes.md). */
const firstBatch = 100;

const id = z.union([z.string(), z.number()]);
const vendorSchema = z.looseObject({
  eventId: id,
  content: z.string().nullish(),
  details: z.array(z.looseObject({ searchMethodId: id, value: z.string() })).nullish(),
});

interface Wanted {
  id: string;
  literal: string;
}

/**
 * Details by id, in batches. Ids are sent as the list gave them, as strings where that is refused
 * (the list has integers, the seed's request strings), and in smaller batches where both are. An id
 * that the answer lacks, or that is refused alone while others are not, is left out: its details
 * stay "not fetched".
 */
export async function* fetchDetails(
  http: HttpClient,
  wanted: Wanted[],
  signal: AbortSignal,
): AsyncIterable<{ body: string; items: EventDetails[] }> {
  let size = firstBatch;
  let asStrings = false;
  let everTaken = false;
  for (let at = 0; at < wanted.length;) {
    const batch = wanted.slice(at, at + size);
    let answer = await ask(batch, asStrings);
    if (isTooMuch(answer)) {
      const other = await ask(batch, !asStrings);
      if (!isTooMuch(other)) {
        asStrings = !asStrings;
        answer = other;
      }
    }
    if (isTooMuch(answer)) {
      if (batch.length > 1) size = Math.floor(batch.length / 2);
      else if (everTaken) at += 1;
      else throw refusal(answer);
      continue;
    }
    if (answer.status >= 400) throw refusal(answer);
    everTaken = true;
    at += batch.length;
    yield { body: answer.text, items: readDetails(answer.text) };
  }

  function ask(batch: Wanted[], strings: boolean) {
    const ids = batch.map((one) => (strings ? JSON.stringify(one.id) : one.literal));
    return http.post(`${auditPath}/details`, `{"eventIds":[${ids.join(',')}]}`, signal);
  }
}

function readDetails(body: string): EventDetails[] {
  const slices = sliceElements(body, 'auditDetails');
  if (!slices) throw new Failed('service.wrong-shape', { field: 'auditDetails' });
  return slices.flatMap(({ text, tooDeep }) => {
    const item = tooDeep ? null : readOne(text);
    return item ? [item] : [];
  });
}

/** null: not readable; the body is kept, and the event's details stay "not fetched". */
function readOne(raw: string): EventDetails | null {
  try {
    const vendor = parseObject(raw, vendorSchema);
    return {
      id: idText(raw, 'eventId', vendor.eventId),
      content: vendor.content ?? null,
      findings: (vendor.details ?? []).map(({ searchMethodId, value }) => ({
        method: String(searchMethodId),
        value,
      })),
      raw,
    };
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}
