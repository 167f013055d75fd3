import type { Row } from '../../../shared/session.ts';

/** What a colour stands for: failed or refused, rights, personal data and leaks, nothing special. */
export type Meaning = 'alarm' | 'rights' | 'data' | 'plain';

const alarm = new Set(['user_2fa_fail', 'user_deleted', 'bot_deleted']);
/** What the histogram sets off: refused sign-ins and requests, and leaks. */
export const alarmQuery =
  '(event:user_2fa_fail OR event:dlp_violation_detected OR event:deny OR event:block)';

const rights = new Set([
  'user_role_changed',
  'user_created',
  'chat_permission_changed',
  'access_token_created',
  'access_token_updated',
  'access_token_destroy',
  'bot_scopes_updated',
  'bot_token_recreated',
  'bot_webhook_settings_updated',
  'bot_oauth_client_updated',
  'oauth_authorization_granted',
  'oauth_authorization_revoked',
]);

/** Colour only where it means something; Jay Guard's plain `allow` without findings means nothing. */
export function meaningOf(row: Pick<Row, 'source' | 'event' | 'findings'>): Meaning {
  if (row.source === 'jayguard') {
    return row.event === 'allow' && !row.findings?.length ? 'plain' : 'data';
  }
  if (alarm.has(row.event)) return 'alarm';
  if (rights.has(row.event)) return 'rights';
  return row.event === 'dlp_violation_detected' ? 'data' : 'plain';
}
