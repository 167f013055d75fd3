import { z } from 'zod';
import { Failed } from '../../../shared/errors.ts';
import type { FoundNames, TokenReport } from '../connector.ts';
import type { HttpAnswer, HttpClient } from '../kit/http.ts';
import { auditScope, refusal } from './refusal.ts';

const tokenSchema = z.looseObject({
  data: z.looseObject({
    user_id: z.union([z.string(), z.number()]).nullish(),
    scopes: z.array(z.string()).nullish(),
    expires_in: z.number().nullish(),
  }),
});

const name = z.string().nullish();
const userSchema = z.looseObject({
  data: z.looseObject({
    id: z.union([z.string(), z.number()]),
    first_name: name,
    last_name: name,
    nickname: name,
    email: name,
  }),
});
type User = z.output<typeof userSchema>['data'];

/** How many names are asked for at once; the rate is the client's business. */
const namesAtOnce = 10;

/**
 * Whose token it is and what it may do: `GET /oauth/token/info` (needs no scope) and `GET /profile`
 * (needs `profile:read`; without it the report merely lacks the name). A service too old for the
 * first is asked for one audit event instead, because nothing else tells whether it would work.
 */
export async function testToken(http: HttpClient, signal: AbortSignal): Promise<TokenReport> {
  const none = new URLSearchParams();
  const info = await http.get('/oauth/token/info', none, signal);
  const token = info.status === 404 ? null : parsed(info, tokenSchema, auditScope).data;
  if (!token) await expectAudit(http, signal);
  const profile = await http.get('/profile', none, signal);
  if (profile.status === 401) throw refusal(profile, auditScope);
  const user = userSchema.safeParse(profile.json).data?.data ?? null;
  const scopes = token?.scopes ?? null;
  return {
    owner: ownerOf(token?.user_id ?? null, user),
    scopes,
    missingScopes: scopes && !scopes.includes(auditScope) ? [auditScope] : [],
    expiresAt: expiryOf(token?.expires_in ?? null),
  };
}

/**
 * Whose token it is, as far as the service says so to this token: id from either of the two calls,
 * name and address from the profile. Throws for a token that is refused altogether; other answers
 * that say no are no trouble.
 */
export async function askOwner(
  http: HttpClient,
  signal: AbortSignal,
): Promise<TokenReport['owner']> {
  const none = new URLSearchParams();
  const info = await http.get('/oauth/token/info', none, signal);
  const profile = await http.get('/profile', none, signal);
  if (profile.status === 401) throw refusal(profile, auditScope);
  const ownerId = tokenSchema.safeParse(info.json).data?.data.user_id;
  const user = userSchema.safeParse(profile.json).data?.data ?? null;
  return ownerOf(ownerId ?? null, user);
}

/** The profile is believed only about the person the token belongs to. */
function ownerOf(ownerId: string | number | null, user: User | null): TokenReport['owner'] {
  const id = ownerId ?? user?.id ?? null;
  if (id === null) return null;
  const known = user && String(user.id) === String(id) ? user : null;
  return { id: String(id), name: known && nameOf(known), email: known?.email ?? null };
}

/** `GET /users/{id}` for each id; whoever is not found (deleted, a system actor) is left out. */
export async function lookUpNames(
  http: HttpClient,
  ids: string[],
  signal: AbortSignal,
): Promise<FoundNames> {
  const names = new Map<string, string>();
  const emails = new Map<string, string>();
  const waiting = [...new Set(ids)].filter((id) => /^\d+$/.test(id));
  async function work(): Promise<void> {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const answer = await http.get(`/users/${id}`, new URLSearchParams(), signal);
      if (answer.status === 404 || answer.status === 410) continue;
      const user = parsed(answer, userSchema, 'users:read').data;
      const found = nameOf(user);
      if (found) names.set(id, found);
      if (found && user.email) emails.set(id, user.email);
    }
  }
  await Promise.all(Array.from({ length: namesAtOnce }, work));
  return { names: Object.fromEntries(names), emails: Object.fromEntries(emails) };
}

function expiryOf(seconds: number | null): string | null {
  return seconds === null ? null : new Date(Date.now() + seconds * 1000).toISOString();
}

async function expectAudit(http: HttpClient, signal: AbortSignal): Promise<void> {
  const answer = await http.get('/audit_events', new URLSearchParams({ limit: '1' }), signal);
  if (answer.status >= 400) throw refusal(answer, auditScope);
}

function parsed<T extends z.ZodType>(answer: HttpAnswer, schema: T, scope: string): z.output<T> {
  if (answer.status >= 400) throw refusal(answer, scope);
  const result = schema.safeParse(answer.json);
  if (result.success) return result.data;
  const field = result.error.issues[0]?.path.join('.') ?? '';
  throw new Failed('service.wrong-shape', { field });
}

function nameOf({ first_name, last_name, nickname }: User): string | null {
  const full = [first_name, last_name].filter(Boolean).join(' ').trim();
  return full || nickname || null;
}
