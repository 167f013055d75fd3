import { z } from 'zod';
import { Failed } from '../../../shared/errors.ts';
import type { HttpAnswer } from '../kit/http.ts';
import { rejected } from '../kit/page.ts';

const bodySchema = z.looseObject({ error: z.string() });

/** The service does not take this request; a smaller one it may. */
export function isTooMuch(answer: HttpAnswer): boolean {
  return [400, 413, 422].includes(answer.status) && !isBadKey(answer);
}

/** What an answer of 400 and more means. A bad key gets 400 from a sister method, 401 elsewhere. */
export function refusal(answer: HttpAnswer): Failed {
  const code = codeOf(answer);
  if (answer.status === 401 || isBadKey(answer)) return new Failed('service.unauthorized');
  if (answer.status === 402) return new Failed('service.plan');
  // Keys come in types; only those «Для API» may read the audit (help page on examples).
  if (answer.status === 403) return new Failed('service.scope', { scope: 'API («Для API»)' });
  if (answer.status === 404 && code === undefined) {
    return new Failed('service.wrong-shape', { field: 'address' });
  }
  return rejected(answer, code);
}

function isBadKey(answer: HttpAnswer): boolean {
  return answer.status === 400 && /(?:^|\.)invalid_access_token$/.test(codeOf(answer) ?? '');
}

function codeOf(answer: HttpAnswer): string | undefined {
  return bodySchema.safeParse(answer.json).data?.error;
}
