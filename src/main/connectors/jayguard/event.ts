import { z } from 'zod';
import type { MappedEvent } from '../../../shared/event.ts';
import { parseInstant } from '../../../shared/instant.ts';
import { exactObject, idText, optionalId, parseObject } from '../kit/fields.ts';
import { Unreadable } from '../kit/page.ts';

const id = z.union([z.string(), z.number()]);
const text = z.string().nullish();

const vendorSchema = z.looseObject({
  eventId: id,
  createdAt: z.string(),
  action: z.string(),
  requestId: id.nullish(),
  userId: id.nullish(),
  email: text,
  appliedRules: z.array(z.string()).nullish(),
  filter: z.looseObject({ name: text }).nullish(),
  application: text,
  message: text,
});

/** Fields with a place of their own in the event model; all others go to `details`. */
const mapped = new Set<string>(Object.keys(vendorSchema.shape));

/** One object of `audit/list` as an event (contract.md, "The event model"). */
export function readJayGuardEvent(raw: string): MappedEvent {
  const vendor = parseObject(raw, vendorSchema);
  const time = parseInstant(vendor.createdAt);
  if (time === null) throw new Unreadable('createdAt');
  return {
    id: idText(raw, 'eventId', vendor.eventId),
    source: 'jayguard',
    time,
    event: vendor.action,
    actor: optionalId(raw, 'userId', vendor.userId),
    actorType: 'User',
    actorName: vendor.email ?? null,
    target: optionalId(raw, 'requestId', vendor.requestId),
    targetType: 'Request',
    ip: null,
    userAgent: null,
    application: vendor.application ?? null,
    filter: vendor.filter?.name ?? null,
    rules: vendor.appliedRules ?? [],
    text: vendor.message ?? null,
    findings: null,
    content: null,
    details: detailsOf(exactObject(raw, vendorSchema, vendor)),
  };
}

/** Everything unknown or without a place of its own; of the filter all but its name, flat. */
function detailsOf(vendor: z.output<typeof vendorSchema>): Record<string, unknown> {
  const filter = Object.entries(vendor.filter ?? {}).filter(([key]) => key !== 'name');
  return Object.fromEntries([
    ...Object.entries(vendor).filter(([key]) => !mapped.has(key)),
    ...filter.map(([key, value]): [string, unknown] => [`filter.${key}`, value]),
  ]);
}
