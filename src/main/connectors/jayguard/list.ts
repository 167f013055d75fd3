import { Failed } from '../../../shared/errors.ts';
import type { Filters } from '../../../shared/session.ts';
import type { HttpAnswer, HttpClient } from '../kit/http.ts';
import { isTooMuch, refusal } from './refusal.ts';

export const auditPath = '/api/dataguard/public/audit';

/** One call of `audit/list`; times are ISO 8601 text, whose borders nobody documents. */
export interface ListCall {
  createdFrom: string;
  createdTo: string;
  limit: number;
  offset: number;
}

/** An answer, or null where the service or our own cap on size wants a smaller request. */
export async function callList(
  http: HttpClient,
  call: ListCall,
  { application, apiKeys }: Filters,
  signal: AbortSignal,
): Promise<{ answer: HttpAnswer | null; refusal: Failed | null }> {
  const body = {
    ...call,
    ...(application === undefined ? {} : { application }),
    ...(apiKeys === undefined ? {} : { apiKeys }),
  };
  try {
    const answer = await http.post(`${auditPath}/list`, JSON.stringify(body), signal);
    if (isTooMuch(answer)) return { answer: null, refusal: refusal(answer) };
    if (answer.status >= 400) throw refusal(answer);
    return { answer, refusal: null };
  } catch (error) {
    const tooLarge = error instanceof Failed && error.failure.kind === 'service.too-large';
    if (!tooLarge) throw error;
    return { answer: null, refusal: error };
  }
}

/** Whole seconds, as the documentation's samples have it. */
export function wholeSecond(second: number): string {
  return new Date(second * 1000).toISOString().replace('.000Z', 'Z');
}
