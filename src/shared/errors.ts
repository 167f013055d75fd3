import { z } from 'zod';

/**
 * Every kind of failure that a person can meet. The words for each are in `locales/*.ts` under
 * `failures.KIND`: what happened, and what to do next. A kind is never reused for another cause.
 */
export const failureKinds = [
  // The service's answer. `service` is the source kind; never a body, never a token.
  'service.unauthorized', // 401, or Jay Guard's 400 invalid_access_token
  'service.scope', // 403: the token lacks `scope`
  'service.plan', // 402: the plan does not include the audit log
  'service.rejected', // another 4xx: `status`, `code`
  'service.rate-limited', // still 429 after all retries
  'service.unavailable', // 5xx after all retries
  'service.not-json', // HTML or other text where JSON should be
  'service.wrong-shape', // JSON of another form: not this service
  'service.redirected', // it wanted to send us to another address: refused (`host`)
  'service.too-large', // an answer over the cap: `megabytes`
  'service.list-stuck', // the list does not move on: a cursor or a page repeats
  'service.window-full', // more events in one second than the service gives out: `cap`
  'network.unreachable', // no route, no name, refused, cut: `code`
  'network.timeout',
  'network.certificate',
  // The session file.
  'session.not-found',
  'session.not-a-session',
  'session.damaged',
  'session.newer-version',
  'session.in-use',
  'session.wrong-key',
  'session.no-key', // neither keychain nor passphrase has a key for it
  'session.none-open',
  'file.disk-full',
  'file.read-only',
  'file.not-permitted',
  'file.not-found',
  'file.exists',
  'file.too-large',
  'file.unreadable', // an import whose form is not known: `line`
  'file.changed', // somebody wrote to it while it was read
  // A sealed bundle. `reason` is a fault of shared/bundle.ts, `name` the file in it.
  'bundle.changed', // it is not what was sealed
  'bundle.refused', // it is, but what is sealed in it is no session
  'bundle.no-key', // encrypted, and nothing to open it with was given
  'bundle.wrong-key', // encrypted for somebody else
  // The keychain: three states, three texts.
  'keychain.absent',
  'keychain.locked',
  'keychain.no-entry',
  'lock.wrong-secret', // not the passphrase or code that unlocks the window
  'window.locked', // a locked window is told nothing
  // What the person typed.
  'query.syntax', // `column` (1-based), `expected`
  'query.unknown-field', // `column`, `field`
  'input.invalid', // `field`
  'source.unknown',
  'source.no-token',
  'source.address-changed', // the token is bound to another address
  'cancelled',
  'internal',
] as const;
export type FailureKind = (typeof failureKinds)[number];

const paramSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A failure as plain data: what crosses process borders. `params` fill the words' placeholders. */
export const failureSchema = z.object({
  kind: z.enum(failureKinds),
  params: z.record(z.string(), paramSchema),
});
export type Failure = z.infer<typeof failureSchema>;

/** The one exception this program throws on purpose; becomes an envelope at every border. */
export class Failed extends Error {
  readonly failure: Failure;

  constructor(kind: FailureKind, params: Failure['params'] = {}, options?: ErrorOptions) {
    super(kind, options);
    this.name = 'Failed';
    this.failure = { kind, params };
  }
}

/** The envelope of an answer over a process border: never an exception, never a stack. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure };

export function resultSchema<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: failureSchema }),
  ]);
}

/**
 * What to tell the other side about anything thrown. Unknown errors become `internal` with the
 * error's class only: a message could hold a path, a token or the text of an event.
 */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failed) return error.failure;
  if (error instanceof Error && error.name === 'AbortError')
    return { kind: 'cancelled', params: {} };
  return { kind: 'internal', params: { type: error instanceof Error ? error.name : typeof error } };
}
