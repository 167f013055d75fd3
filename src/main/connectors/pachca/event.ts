import { z } from 'zod';
import type { MappedEvent } from '../../../shared/event.ts';
import { parseInstant } from '../../../shared/instant.ts';
import { Unreadable } from '../kit/page.ts';
import { exactObject, idText, optionalId, parseObject } from '../kit/fields.ts';

/** Ids are strings at the top (audit_events, 2026-08-08); older versions and doubt: numbers. */
const id = z.union([z.string(), z.number()]);
const text = z.string().nullish();

const vendorSchema = z.looseObject({
  id,
  created_at: z.string(),
  event_key: z.string(),
  entity_id: id.nullish(),
  entity_type: text,
  actor_id: id.nullish(),
  actor_type: text,
  details: z.record(z.string(), z.unknown()).nullish(),
  ip_address: text,
  user_agent: text,
});

/** One object of `GET /audit_events` as an event (contract.md, "The event model"). */
export function readPachcaEvent(raw: string): MappedEvent {
  const vendor = parseObject(raw, vendorSchema);
  const time = parseInstant(vendor.created_at);
  if (time === null) throw new Unreadable('created_at');
  const rule = vendor.details?.['dlp_rule_name'];
  return {
    id: idText(raw, 'id', vendor.id),
    source: 'pachca',
    time,
    event: vendor.event_key,
    actor: optionalId(raw, 'actor_id', vendor.actor_id),
    actorType: vendor.actor_type ?? null,
    actorName: null,
    target: optionalId(raw, 'entity_id', vendor.entity_id),
    targetType: vendor.entity_type ?? null,
    ip: vendor.ip_address ?? null,
    userAgent: vendor.user_agent ?? null,
    application: null,
    filter: null,
    rules: typeof rule === 'string' ? [rule] : [],
    text: null,
    findings: null,
    content: null,
    details: exactObject(raw, vendorSchema, vendor).details ?? {},
  };
}
