import { z } from 'zod';
import { bots, chats, colleagues, owner, people } from './company.ts';
import { json, type Answer } from './server.ts';

const requestSchema = z.looseObject({
  message: z.looseObject({
    entity_type: z.enum(['discussion', 'thread', 'user']).default('discussion'),
    entity_id: z.int(),
    content: z.string().min(1),
  }),
});

/** A message that was taken, with the number it got. */
export interface Message {
  id: number;
  entityType: 'discussion' | 'thread' | 'user';
  entityId: number;
  content: string;
  createdAt: string;
}

/** Takes messages and keeps them, as `POST /messages` of the specification of 2026-08-08 does. */
export function messageBox(now: () => number) {
  const messages: Message[] = [];
  return {
    messages,
    take(body: string): Answer {
      const asked = requestSchema.safeParse(parse(body));
      if (!asked.success) return refused(400, asked.error.issues[0]?.path.join('.'), 'invalid');
      const { entity_type: entityType, entity_id: entityId, content } = asked.data.message;
      if (!isThere(entityType, entityId)) return refused(422, 'entity_id', 'not_found');
      const createdAt = new Date(now()).toISOString();
      const message = { id: 194_276 + messages.length, entityType, entityId, content, createdAt };
      messages.push(message);
      return json(201, { data: described(message) });
    },
  };
}

/** Chats of the company, as `GET /chats` lists them. */
export function chatsOf(start: number, limit: number): { data: object[]; hasNext: boolean } {
  const data = chats.slice(start, start + limit).map(({ id, name }) => ({
    id,
    name,
    created_at: '2024-02-01T08:00:00.000Z',
    owner_id: owner.id,
    member_ids: [owner.id],
    group_tag_ids: [],
    channel: false,
    personal: false,
    public: false,
    last_message_at: '2026-10-30T15:00:00.000Z',
    meet_room_url: `https://meet.pachca.example/${id}`,
  }));
  return { data, hasNext: start + limit < chats.length };
}

function isThere(entityType: Message['entityType'], id: number): boolean {
  if (entityType === 'user')
    return [...people, ...colleagues, ...bots].some((one) => one.id === id);
  return chats.some((chat) => chat.id === id);
}

function described({ id, entityType, entityId, content, createdAt }: Message): object {
  // A conversation of two gets a chat of its own with the first message.
  const chat = entityType === 'user' ? 900_000 + entityId : entityId;
  return {
    id,
    entity_type: entityType,
    entity_id: entityId,
    chat_id: chat,
    root_chat_id: chat,
    content,
    user_id: owner.id,
    created_at: createdAt,
    url: `https://app.pachca.example/chats/${chat}?message=${id}`,
    files: [],
    voice_content: null,
    buttons: null,
    thread: null,
    forwarding: null,
    parent_message_id: null,
    changed_at: createdAt,
    deleted_at: null,
  };
}

function refused(status: number, key = 'message', code = 'invalid'): Answer {
  const message = 'Поле не соответствует правилам';
  return json(status, { errors: [{ key, value: null, message, code, payload: null }] });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
