import type { Row } from '../../../shared/session.ts';

/** What a colour stands for: refusals and leaks, accounts and rights, findings, nothing special. */
export type Meaning = 'alarm' | 'rights' | 'data' | 'plain';

/** Refused sign-ins and requests, and leaks: red among the rows and in the histogram. */
const alarms = ['user_2fa_fail', 'dlp_violation_detected', 'deny', 'block'];
const alarm = new Set(alarms);
export const alarmQuery = `(${alarms.map((key) => `event:${key}`).join(' OR ')})`;

const rights = new Set([
  'user_deleted',
  'bot_deleted',
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
  if (alarm.has(row.event)) return 'alarm';
  if (rights.has(row.event)) return 'rights';
  return row.source === 'jayguard' && (row.event !== 'allow' || row.findings?.length)
    ? 'data'
    : 'plain';
}
