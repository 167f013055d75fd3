import { EventBytes, partsOf, type LineReader } from '../kit/event-bytes.ts';
import { kinds, type ObjectBytes } from '../kit/object-bytes.ts';

/** Those that an event is made of, in the order in which the service writes most of them. */
const fields = {
  id: 0,
  created_at: 1,
  event_key: 2,
  entity_id: 3,
  entity_type: 4,
  actor_id: 5,
  actor_type: 6,
  details: 7,
  ip_address: 8,
  user_agent: 9,
} as const;

const parts = partsOf(
  '{"id":#,"source":"pachca","time":#,"event":#,"actor":#,"actorType":#,"actorName":null,' +
    '"target":#,"targetType":#,"ip":#,"userAgent":#,"application":null,"filter":null,"rules":#,' +
    '"text":null,"findings":null,"content":null,"details":#}',
);

/** What `readPachcaEvent` reads, straight from the bytes of an object that is as most are. */
export function pachcaLines(): LineReader {
  const out = new EventBytes(Object.keys(fields));
  const { object } = out;
  const part = (at: number) => out.part(parts[at] ?? new Uint8Array());
  return (line) => {
    if (!out.begin(line)) return null;
    const details = detailsOf(line, object);
    if (!details) return null;
    part(0);
    const id = out.id(fields.id);
    part(1);
    out.time(fields.created_at);
    part(2);
    out.string(fields.event_key);
    part(3);
    out.optionalId(fields.actor_id);
    part(4);
    out.text(fields.actor_type);
    part(5);
    out.optionalId(fields.entity_id);
    part(6);
    out.text(fields.entity_type);
    part(7);
    out.text(fields.ip_address);
    part(8);
    out.text(fields.user_agent);
    part(9);
    out.written(details.rules);
    part(10);
    out.written(details.json);
    part(11);
    return out.end(id);
  };
}

const nothing = { json: '{}', rules: '[]' };

/** `details` as `JSON.stringify` writes them, which settles doubled keys, their order, and numbers. */
function detailsOf(line: Buffer, object: ObjectBytes): typeof nothing | null {
  const kind = object.kinds[fields.details];
  if (kind === kinds.absent || kind === kinds.null) return nothing;
  if (kind !== kinds.object) return null;
  const [start = 0, end = 0] = [object.starts[fields.details], object.ends[fields.details]];
  if (end - start === 2) return nothing;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it begins with a brace
  const details = JSON.parse(line.toString('utf8', start, end)) as Record<string, unknown>;
  if (Object.hasOwn(details, '__proto__')) return null;
  const rule = details['dlp_rule_name'];
  const rules = typeof rule === 'string' ? JSON.stringify([rule]) : '[]';
  return { json: JSON.stringify(details), rules };
}
