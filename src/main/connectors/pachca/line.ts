import { parseExact } from '../../../shared/exact-json.ts';
import { EventBytes, type LineReader } from '../kit/event-bytes.ts';
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

const template =
  '{"id":#,"source":"pachca","time":#,"event":#,"actor":#,"actorType":#,"actorName":null,' +
  '"target":#,"targetType":#,"ip":#,"userAgent":#,"application":null,"filter":null,"rules":#,' +
  '"text":null,"findings":null,"content":null,"details":#}';

/** What `readPachcaEvent` reads, straight from the bytes of an object that is as most are. */
export function pachcaLines(): LineReader {
  const out = new EventBytes(Object.keys(fields), template);
  const { object } = out;
  return (line) => {
    if (!out.begin(line)) return null;
    const details = detailsOf(line, object);
    if (!details) return null;
    out.part(0);
    const id = out.id(fields.id);
    out.part(1);
    out.time(fields.created_at);
    out.part(2);
    out.string(fields.event_key);
    out.part(3);
    out.optionalId(fields.actor_id);
    out.part(4);
    out.text(fields.actor_type);
    out.part(5);
    out.optionalId(fields.entity_id);
    out.part(6);
    out.text(fields.entity_type);
    out.part(7);
    out.text(fields.ip_address);
    out.part(8);
    out.text(fields.user_agent);
    out.part(9);
    out.written(details.rules);
    out.part(10);
    out.written(details.json);
    out.part(11);
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
  const json = line.toString('utf8', start, end);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it begins with a brace
  const details = JSON.parse(json) as Record<string, unknown>;
  if (Object.hasOwn(details, '__proto__')) return null;
  const rule = details['dlp_rule_name'];
  const rules = typeof rule === 'string' ? JSON.stringify([rule]) : '[]';
  return {
    json: JSON.stringify(object.longNumbers ? parseExact(json) : details),
    rules,
  };
}
