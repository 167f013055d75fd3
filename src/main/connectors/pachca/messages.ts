import { z } from 'zod';
import { Failed } from '../../../shared/errors.ts';
import type { NoticeOutcome, Recipient } from '../../../shared/notices.ts';
import { fold } from '../../../shared/query/fold.ts';
import type { Messenger } from '../connector.ts';
import type { HttpClient } from '../kit/http.ts';
import { sendOnce } from '../kit/send-once.ts';
import { refusal } from './refusal.ts';

const messageScope = 'messages:create';

const id = z.union([z.string(), z.number()]).transform(String);
const name = z.string().nullish();
const paginate = z
  .looseObject({ next_page: z.string().nullish(), has_next: z.boolean().nullish() })
  .nullish();
const meta = z.looseObject({ paginate }).nullish();
const usersSchema = z.looseObject({
  data: z.array(
    z.looseObject({
      id,
      first_name: name,
      last_name: name,
      nickname: name,
      email: name,
      department: name,
      suspended: z.boolean().nullish(),
      bot: z.boolean().nullish(),
    }),
  ),
  meta,
});
const chatsSchema = z.looseObject({
  data: z.array(z.looseObject({ id, name, personal: z.boolean().nullish() })),
  meta,
});
const messageSchema = z.looseObject({ data: z.looseObject({ id }) });

/** So many pages of chats are looked through; their list knows no search. */
const mostPages = 20;
const mostFound = 20;

/**
 * Messages by Pachca (specification of 2026-08-08): `GET /users?query=` (`users:read`), `GET /chats`
 * (`chats:read`), `POST /messages` (`messages:create`), which knows no idempotency key.
 */
export const pachcaMessenger: Messenger = {
  scope: messageScope,
  async recipients(http, find, signal) {
    const found = await Promise.all([
      tolerating('users:read', () => users(http, find, signal)),
      tolerating('chats:read', () => chats(http, find, signal)),
    ]);
    return {
      recipients: found.flatMap(({ recipients }) => recipients),
      missingScopes: found.flatMap(({ missing }) => missing),
    };
  },
  async send(options, to, text, signal): Promise<NoticeOutcome> {
    const entity_type = to.kind === 'user' ? 'user' : 'discussion';
    // Ids are integers there; written as digits, so that a long one keeps them.
    const entity = `{"entity_type":"${entity_type}","entity_id":${BigInt(to.id)}`;
    const body = `{"message":${entity},"content":${JSON.stringify(text)}}}`;
    const sent = await sendOnce(options, '/messages', body, signal);
    if (sent.kind !== 'answered') {
      const state = sent.kind === 'unclear' ? 'unclear' : 'refused';
      return { state, failure: sent.failure, messageId: null };
    }
    const { answer } = sent;
    if (answer.status === 429) {
      const failure = { kind: 'service.rate-limited' as const, params: { seconds: null } };
      return { state: 'refused', failure, messageId: null };
    }
    if (answer.status >= 400) {
      return { state: 'refused', failure: refusal(answer, messageScope).failure, messageId: null };
    }
    const message = messageSchema.safeParse(answer.json).data;
    if (message) return { state: 'sent', failure: null, messageId: message.data.id };
    // A yes that tells of no message: a proxy's page, perhaps.
    const failure = { kind: 'service.wrong-shape' as const, params: { field: 'data.id' } };
    return { state: 'unclear', failure, messageId: null };
  },
};

async function users(http: HttpClient, find: string, signal: AbortSignal): Promise<Recipient[]> {
  const query = new URLSearchParams({ query: find, limit: String(mostFound) });
  const { data } = await page(http, '/users', query, usersSchema, 'users:read', signal);
  return data
    .filter(({ suspended, bot }) => suspended !== true && bot !== true)
    .map((user) => ({
      kind: 'user',
      id: user.id,
      name:
        [user.first_name, user.last_name].filter(Boolean).join(' ') || (user.nickname ?? user.id),
      about: [user.email, user.department].filter(Boolean).join(' · ') || null,
    }));
}

async function chats(http: HttpClient, find: string, signal: AbortSignal): Promise<Recipient[]> {
  const found: Recipient[] = [];
  const sought = fold(find);
  const query = new URLSearchParams({ limit: '50' });
  for (let pages = 0; pages < mostPages && found.length < mostFound; pages += 1) {
    const { data, meta: about } = await page(
      http,
      '/chats',
      query,
      chatsSchema,
      'chats:read',
      signal,
    );
    for (const { id: chat, name: called, personal } of data) {
      // A conversation of two has no name: its other end is found among the users.
      if (personal === true || !called || !fold(called).includes(sought)) continue;
      found.push({ kind: 'chat', id: chat, name: called, about: null });
    }
    const { next_page, has_next } = about?.paginate ?? {};
    if (!next_page || has_next === false || next_page === query.get('cursor')) break;
    query.set('cursor', next_page);
  }
  return found.slice(0, mostFound);
}

async function page<T extends z.ZodType>(
  http: HttpClient,
  path: string,
  query: URLSearchParams,
  schema: T,
  scope: string,
  signal: AbortSignal,
): Promise<z.output<T>> {
  const answer = await http.get(path, query, signal);
  if (answer.status >= 400) throw refusal(answer, scope);
  const result = schema.safeParse(answer.json);
  if (result.success) return result.data;
  throw new Failed('service.wrong-shape', { field: result.error.issues[0]?.path.join('.') ?? '' });
}

/** A token that may not list users may list chats all the same. */
async function tolerating(
  scope: string,
  ask: () => Promise<Recipient[]>,
): Promise<{ recipients: Recipient[]; missing: string[] }> {
  try {
    return { recipients: await ask(), missing: [] };
  } catch (error) {
    if (!(error instanceof Failed && error.failure.kind === 'service.scope')) throw error;
    return { recipients: [], missing: [scope] };
  }
}
