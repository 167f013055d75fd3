import { fieldRef } from '../../../shared/query/fields.ts';
import type { FieldRef } from '../../../shared/query/query.ts';
import type { SourceKind } from '../../../shared/event.ts';

/**
 * From the names that rules use to the event model (contract.md, "The event model"). A rule may use
 * the event model's own names, `details.KEY`, the service's names, or the customary ones of Sigma's
 * rules for cloud services. `own` is true of readings of the audit log by the token's owner.
 */
const common: Readonly<Record<string, string>> = {
  // Sigma's taxonomy and what rules for cloud services say
  eventName: 'event',
  eventType: 'event',
  event_type: 'event',
  EventID: 'event',
  action: 'event',
  operation: 'event',
  Operation: 'event',
  eventSource: 'source',
  user: 'actor',
  User: 'actor',
  username: 'actorName',
  user_name: 'actorName',
  userName: 'actorName',
  user_id: 'actor',
  UserId: 'actor',
  'user.id': 'actor',
  'user.name': 'actorName',
  'user.email': 'actorName',
  email: 'actorName',
  src_ip: 'ip',
  source_ip: 'ip',
  sourceIPAddress: 'ip',
  ClientIP: 'ip',
  client_ip: 'ip',
  IpAddress: 'ip',
  'source.ip': 'ip',
  'c-ip': 'ip',
  user_agent: 'userAgent',
  UserAgent: 'userAgent',
  'user_agent.original': 'userAgent',
  'c-useragent': 'userAgent',
  actor_name: 'actorName',
  app: 'application',
  app_name: 'application',
  object: 'target',
  target_id: 'target',
  target_type: 'targetType',
  finding: 'findings',
  tag: 'tags',
  rule: 'rules',
  rule_name: 'rules',
};

/** The services' own names (audit_events and audit/list), where the event model has another. */
const vendor: Readonly<Record<SourceKind, Readonly<Record<string, string>>>> = {
  pachca: {
    event_key: 'event',
    created_at: 'time',
    actor_id: 'actor',
    actor_type: 'actorType',
    entity_id: 'target',
    entity_type: 'targetType',
    ip_address: 'ip',
    dlp_rule_name: 'rules',
  },
  jayguard: {
    eventId: 'id',
    createdAt: 'time',
    userId: 'actor',
    requestId: 'target',
    appliedRules: 'rules',
    'filter.name': 'filter',
    message: 'text',
    searchMethodId: 'findings',
    prompt: 'text',
  },
};

/** Keys of `details` that a rule may name alone: the services' documented ones. */
const details: Readonly<Record<SourceKind, ReadonlySet<string>>> = {
  pachca: new Set(
    (
      'name inviter_id initiator_id new_company_role previous_company_role changed_attrs context ' +
      'old_name new_name public_access chat_id tag_name scopes message_id reason dlp_rule_id ' +
      'action_message conditions_matched search_type query_present cursor_present limit filters ' +
      'added_scopes removed_scopes changes bot_id client_id revoked_tokens_count ' +
      'started_message_id duration max_members_count recording_id file_id size'
    ).split(' '),
  ),
  jayguard: new Set(['actionEntityKey', 'threshold', 'filter.id']),
};

/** What a field's name stands for. */
export type RuleField = { kind: 'field'; ref: FieldRef } | { kind: 'own' };

/** Resolves a rule's name of a field for rules about these sources; null when nothing has that name. */
export function resolveField(name: string, sources: readonly SourceKind[]): RuleField | null {
  if (name === 'own') return { kind: 'own' };
  const [only] = sources;
  if (only !== undefined && sources.length === 1) {
    const named = own(vendor[only], name);
    if (named !== null) return field(named);
  }
  const direct = fieldRef(name);
  if (direct) return { kind: 'field', ref: direct };
  const [key] = sources.filter((source) => details[source].has(name));
  if (key !== undefined) return field(`details.${name}`);
  const other = own(common, name) ?? sources.map((source) => own(vendor[source], name))[0] ?? null;
  return other === null ? null : field(other);
}

function own(table: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}

function field(name: string): RuleField | null {
  const ref = fieldRef(name);
  return ref && { kind: 'field', ref };
}
