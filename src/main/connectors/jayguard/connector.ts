import type { Connector, TokenReport } from '../connector.ts';
import { Failed } from '../../../shared/errors.ts';
import { baseOf, readAddress } from '../kit/address.ts';
import type { HttpClient } from '../kit/http.ts';
import { sliceElements } from '../kit/verbatim.ts';
import { detailsFrom, readJayGuardDetails } from './details.ts';
import { jayguardLines } from './line.ts';
import { readJayGuardEvent } from './event.ts';
import { callList, wholeSecond } from './list.ts';
import { pullJayGuard } from './pull.ts';

/** Jay Guard's audit: `audit/list` and `audit/details` (help pages; see the notes on what is open). */
export const jayguard = {
  kind: 'jayguard',
  defaultAddress: 'https://app.jayguard.com',
  // No limit is documented (notes.md): felt for, up to what a person at its page may cause.
  requestsPerSecond: { start: 5, most: 20 },
  normalizeAddress: (typed) =>
    baseOf(readAddress(typed), /\/api\/dataguard(?:\/public(?:\/audit(?:\/(?:list|details))?)?)?$/),
  read: readJayGuardEvent,
  lines: jayguardLines,
  test: testKey,
  pull: pullJayGuard,
  details: detailsFrom,
  readDetails: readJayGuardDetails,
} as const satisfies Connector;

/** There is no call that tells about a key: whether it may read the list shows in reading it. */
async function testKey(http: HttpClient, signal: AbortSignal): Promise<TokenReport> {
  const now = Math.floor(Date.now() / 1000);
  const call = {
    createdFrom: wholeSecond(now - 3600),
    createdTo: wholeSecond(now),
    limit: 1,
    offset: 0,
  };
  const { answer, refusal } = await callList(http, call, {}, signal);
  if (!answer) throw refusal ?? new Failed('internal');
  if (!sliceElements(answer.text, 'auditEvents')) {
    throw new Failed('service.wrong-shape', { field: 'auditEvents' });
  }
  return { owner: null, scopes: null, missingScopes: [], expiresAt: null };
}
