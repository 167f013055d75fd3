import { z } from 'zod';
import { Failed } from '../../../shared/errors.ts';
import { rejected } from '../kit/page.ts';
import type { HttpAnswer } from '../kit/http.ts';

export const auditScope = 'audit_events:read';

/** Both documented forms of an error's body: OAuthError and ApiError. */
const bodySchema = z.looseObject({
  error: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
  errors: z
    .array(
      z.looseObject({
        code: z.string().optional().catch(undefined),
        message: z.string().optional().catch(undefined),
      }),
    )
    .optional()
    .catch(undefined),
});

/** What an answer of 400 and more means; `scope`: what the call needs, if the answer does not say. */
export function refusal(answer: HttpAnswer, scope: string): Failed {
  const body = bodySchema.safeParse(answer.json).data ?? {};
  const first = body.errors?.[0];
  const code = first?.code ?? body.error;
  switch (answer.status) {
    case 401:
      return new Failed('service.unauthorized');
    case 402:
      return new Failed('service.plan');
    case 403: {
      const words = body.error_description ?? first?.message ?? '';
      const named = /required: *([\w:, ]{1,100})/i.exec(words)?.[1]?.trim();
      return new Failed('service.scope', { scope: named ?? scope });
    }
    case 404:
      // No documented body: nothing of this service stands at this address.
      if (code === undefined) return new Failed('service.wrong-shape', { field: 'address' });
      return rejected(answer, code);
    default:
      return code === 'payment_required' ? new Failed('service.plan') : rejected(answer, code);
  }
}
