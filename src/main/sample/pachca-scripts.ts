import type { Dice } from './dice.ts';
import {
  admins,
  bots,
  chats,
  company,
  dlpRules,
  owner,
  people,
  tags,
  type Person,
} from './company.ts';

/** What one event says, without who, when and where from. */
export interface Act {
  key: string;
  entityType: string;
  /** `self`: the actor; `own`: an id of this event's own, such as a message's. */
  entity: number | 'self' | 'own';
  details: Record<string, unknown> | null;
  /** Nobody's request: no address and no user agent (doc: "events recorded without a user request"). */
  unattended?: true;
}

const scopes = ['messages:read', 'messages:create', 'users:read', 'chats:read', 'search:messages'];
const oauthClient = 'b2f1c6d0-1c7e-4c55-9b9e-vektorcrm001';

/** Shares of a working day; a call's three events belong together and come from `callActs`. */
const dailyWeights = {
  message_created: 400,
  reaction_created: 150,
  message_updated: 60,
  message_deleted: 30,
  reaction_deleted: 25,
  thread_created: 45,
  user_chat_join: 30,
  user_chat_leave: 18,
  kms_encrypt: 16,
  kms_decrypt: 14,
  dlp_violation_detected: 14,
  user_updated: 10,
  chat_created: 8,
  chat_renamed: 8,
  oauth_authorization_granted: 4,
  oauth_authorization_revoked: 3,
};

const adminWeights = {
  user_created: 3,
  user_deleted: 2,
  user_role_changed: 3,
  tag_created: 2,
  tag_deleted: 1,
  user_added_to_tag: 4,
  user_removed_from_tag: 3,
  chat_permission_changed: 3,
  tag_added_to_chat: 2,
  tag_removed_from_chat: 2,
  access_token_created: 2,
  access_token_updated: 2,
  access_token_destroy: 1,
  audit_events_accessed: 4,
  bot_scopes_updated: 1,
  bot_webhook_settings_updated: 1,
  bot_token_recreated: 1,
  bot_deleted: 1,
  bot_oauth_client_updated: 1,
};

const searchKinds = ['users', 'chats', 'messages'] as const;
const renames = [
  ['Посылка для клиента', 'Посылки: возвраты'],
  ['Отчёт за квартал', 'Отчет за год'],
  ['Новая посылка', 'ПОСЫЛКА СРОЧНО'],
  ['Переезд', 'Переезд офиса'],
] as const;

export const signIn: Act = { key: 'user_login', entityType: 'User', entity: 'self', details: {} };
export const signOut: Act = { ...signIn, key: 'user_logout' };
// `null` reads as `{}`: both forms occur.
export const secondFactor: Act = { ...signIn, key: 'user_2fa_success', details: null };
export const failedSecondFactor: Act = { ...signIn, key: 'user_2fa_fail' };

const renewed = { changed_attrs: ['phone_number'] };

export function dailyAct(dice: Dice): Act {
  const key = dice.weighted(dailyWeights);
  const chat = dice.pick(chats).id;
  const person = dice.pick(people).id;
  switch (key) {
    case 'user_chat_join':
      return { key, entityType: 'Chat', entity: chat, details: { inviter_id: person } };
    case 'user_chat_leave':
      return { key, entityType: 'Chat', entity: chat, details: { initiator_id: person } };
    case 'kms_encrypt':
    case 'kms_decrypt': {
      const reason = key === 'kms_encrypt' ? 'message_save' : 'message_read';
      const details = { chat_id: chat, message_id: messageId(dice), reason };
      return { key, entityType: 'Message', entity: 'own', details, unattended: true };
    }
    case 'dlp_violation_detected': {
      const rule = dice.pick(dlpRules);
      const details = {
        dlp_rule_id: rule.id,
        dlp_rule_name: rule.name,
        message_id: messageId(dice),
        chat_id: chat,
        user_id: person,
        action_message: rule.message,
        conditions_matched: dice.chance(0.9),
      };
      return { key, entityType: 'Message', entity: 'own', details };
    }
    case 'user_updated': {
      const changed = dice.pick([['phone_number'], ['title', 'department'], ['image_url']]);
      const context = dice.chance(0.3) ? { context: 'sso_login' } : {};
      const details = { changed_attrs: changed, ...context };
      return { key, entityType: 'User', entity: 'self', details };
    }
    case 'chat_created':
      return { key, entityType: 'Chat', entity: 'own', details: {} };
    case 'chat_renamed': {
      const [before, after] = dice.pick(renames);
      return {
        key,
        entityType: 'Chat',
        entity: chat,
        details: { old_name: before, new_name: after },
      };
    }
    case 'oauth_authorization_granted':
      return oauth(key, { client_id: oauthClient, scopes: scopes.slice(0, 2 + dice.int(3)) });
    case 'oauth_authorization_revoked':
      return oauth(key, { client_id: oauthClient, revoked_tokens_count: 1 + dice.int(3) });
    default:
      return { key, entityType: 'Message', entity: 'own', details: {} };
  }
}

/** A video call from its start to its recording; the recording comes without anybody's request. */
export function callActs(dice: Dice): Act[] {
  const call = { chat_id: dice.pick(chats).id, started_message_id: messageId(dice) };
  const duration = 300 + dice.int(3300);
  const act = (key: string, details: Record<string, unknown>): Act => ({
    key,
    entityType: 'Chat',
    entity: call.chat_id,
    details: { ...call, ...details },
  });
  return [
    act('video_call_started', {}),
    act('video_call_finished', { duration, max_members_count: 2 + dice.int(12) }),
    {
      ...act('video_call_recording_ready', {
        recording_id: 55_000 + dice.int(9000),
        file_id: 7_100_000 + dice.int(90_000),
        duration,
        size: duration * 187_533,
      }),
      unattended: true,
    },
  ];
}

export function adminAct(dice: Dice, admin: Person): Act {
  const key = dice.weighted(adminWeights);
  const person = dice.pick(people);
  const chat = dice.pick(chats).id;
  const bot = dice.pick(bots).id;
  const name = dice.pick(tags);
  switch (key) {
    case 'user_role_changed':
      return roleChange(person, admin);
    case 'tag_created':
    case 'tag_deleted':
      return { key, entityType: 'Tag', entity: 'own', details: { name } };
    case 'user_added_to_tag':
    case 'user_removed_from_tag':
      return { key, entityType: 'User', entity: person.id, details: { initiator_id: admin.id } };
    case 'chat_permission_changed':
      return {
        key,
        entityType: 'Chat',
        entity: chat,
        // Hardly ever to the public: who does that is a story of its own (incidents.ts).
        details: { public_access: dice.chance(0.02) },
      };
    case 'tag_added_to_chat':
      return { key, entityType: 'Chat', entity: chat, details: { chat_id: chat, tag_name: name } };
    case 'tag_removed_from_chat':
      return { key, entityType: 'Chat', entity: chat, details: { chat_id: chat } };
    case 'access_token_created':
    case 'access_token_updated':
    case 'access_token_destroy':
      return tokenAct(key, scopes.slice(0, 1 + dice.int(4)));
    case 'audit_events_accessed':
      // Nobody but the token's owner reads the log, except in a story of its own (incidents.ts).
      if (admin !== owner) return { ...signIn, key: 'user_updated', details: renewed };
      return { key, entityType: 'Company', entity: company.id, details: {} };
    case 'bot_scopes_updated': {
      const details = { added_scopes: ['search:messages'], removed_scopes: ['users:read'] };
      return { key, entityType: 'Bot', entity: bot, details };
    }
    case 'bot_webhook_settings_updated': {
      const previous = 'https://hooks.severny-vektor.example/a';
      const changes = { outgoing_url: { previous, new: 'https://hooks.severny-vektor.example/b' } };
      return { key, entityType: 'Bot', entity: bot, details: { changes } };
    }
    case 'bot_token_recreated':
    case 'bot_deleted': {
      const details = { bot_id: bot, actor_id: dice.chance(0.8) ? admin.id : null };
      return { key, entityType: 'Bot', entity: bot, details };
    }
    case 'bot_oauth_client_updated': {
      const changes = { confidential: { previous: true, new: false } };
      return { key, entityType: 'Bot', entity: bot, details: { client_id: oauthClient, changes } };
    }
    default:
      return { key, entityType: 'User', entity: person.id, details: {} };
  }
}

/** What integrations do, at night above all. */
export function botAct(dice: Dice): Act {
  const kind = dice.pick(searchKinds);
  const filters =
    kind === 'messages'
      ? { chat_ids: [dice.pick(chats).id], created_from: '2026-01-01T00:00:00.000Z' }
      : { order: 'desc' };
  const details = {
    search_type: kind,
    query_present: dice.chance(0.7),
    cursor_present: dice.chance(0.5),
    limit: 50,
    filters,
  };
  return dice.chance(0.6)
    ? { key: `search_${kind}_api`, entityType: 'Company', entity: company.id, details }
    : { key: 'message_created', entityType: 'Message', entity: 'own', details: {} };
}

/** An account taken over: role raised, a token with every scope, then everything read out. */
export function takeoverActs(victim: Person, dice: Dice): Act[] {
  const [helper = victim] = admins;
  return [
    signIn,
    ...Array.from({ length: 7 + dice.int(6) }, () => failedSecondFactor),
    secondFactor,
    { ...roleChange(victim, helper), entity: 'self' },
    tokenAct('access_token_created', scopes),
    ...Array.from({ length: 8 }, () => ({ ...botAct(dice), key: 'search_messages_api' })),
    tokenAct('access_token_destroy', scopes),
  ];
}

function tokenAct(key: string, granted: readonly string[]): Act {
  return { key, entityType: 'AccessToken', entity: 'own', details: { scopes: granted } };
}

function roleChange(person: Person, initiator: Person): Act {
  const details = {
    new_company_role: person.role === 'admin' ? 'user' : 'admin',
    previous_company_role: person.role,
    initiator_id: initiator.id,
  };
  return { key: 'user_role_changed', entityType: 'User', entity: person.id, details };
}

function oauth(key: string, details: Record<string, unknown>): Act {
  return { key, entityType: 'User', entity: 'self', details };
}

function messageId(dice: Dice): number {
  return 400_000_000 + dice.int(90_000_000);
}
