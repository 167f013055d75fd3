import { parseExact } from '../../../shared/exact-json.ts';
import { EventBytes, type LineReader } from '../kit/event-bytes.ts';
import { kinds, ObjectBytes } from '../kit/object-bytes.ts';

/** Those that an event is made of, in the order in which the service writes most of them. */
const fields = {
  eventId: 0,
  createdAt: 1,
  action: 2,
  requestId: 3,
  userId: 4,
  email: 5,
  appliedRules: 6,
  filter: 7,
  application: 8,
  message: 9,
} as const;

const template =
  '{"id":#,"source":"jayguard","time":#,"event":#,"actor":#,"actorType":"User","actorName":#,' +
  '"target":#,"targetType":"Request","ip":null,"userAgent":null,"application":#,"filter":#,' +
  '"rules":#,"text":#,"findings":null,"content":null,"details":#}';
const NAME = 0;
/** With what such a key begins: a digit, or a backslash, behind which one may be. */
const numeric = new Set(Buffer.from('0123456789\\'));
const unsafe = ['__proto__', 'filter.__proto__'];

/** What `readJayGuardEvent` reads, straight from the bytes of an object that is as most are. */
export function jayguardLines(): LineReader {
  const filter = new ObjectBytes(['name']);
  const out = new EventBytes(Object.keys(fields), template);
  const { object } = out;
  return (line) => {
    if (!out.begin(line)) return null;
    const hasFilter = object.kinds[fields.filter] === kinds.object;
    if (!hasFilter && !out.isNone(fields.filter)) return null;
    const [start = 0, end = 0] = hasFilter
      ? [object.starts[fields.filter], object.ends[fields.filter]]
      : [0, 0];
    if (!filter.read(hasFilter ? line : none, start, hasFilter ? end : none.length)) return null;
    const rules = rulesOf(line, object);
    const details = detailsOf(line, object, filter);
    if (rules === null || details === null) return null;
    out.part(0);
    const id = out.id(fields.eventId);
    out.part(1);
    out.time(fields.createdAt);
    out.part(2);
    out.string(fields.action);
    out.part(3);
    out.optionalId(fields.userId);
    out.part(4);
    out.text(fields.email);
    out.part(5);
    out.optionalId(fields.requestId);
    out.part(6);
    out.text(fields.application);
    out.part(7);
    out.textOf(filter, NAME);
    out.part(8);
    out.written(rules);
    out.part(9);
    out.text(fields.message);
    out.part(10);
    out.written(details);
    out.part(11);
    return out.end(id);
  };
}

const none = Buffer.from('{}');

function rulesOf(line: Buffer, object: ObjectBytes): string | null {
  const kind = object.kinds[fields.appliedRules];
  if (kind === kinds.absent || kind === kinds.null) return '[]';
  if (kind !== kinds.list) return null;
  const [start = 0, end = 0] = [
    object.starts[fields.appliedRules],
    object.ends[fields.appliedRules],
  ];
  if (end - start === 2) return '[]';
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it begins with a bracket
  const rules = JSON.parse(line.toString('utf8', start, end)) as unknown[];
  return rules.every((rule) => typeof rule === 'string') ? JSON.stringify(rules) : null;
}

/** `details` as `JSON.stringify` writes them, which settles doubled keys, their order, and numbers. */
function detailsOf(line: Buffer, object: ObjectBytes, filter: ObjectBytes): string | null {
  let json = '{';
  const { others } = object;
  for (let at = 0; at < others.length; at += 3) {
    if (at > 0) json += ',';
    json += line.toString('utf8', others[at], others[at + 2]);
  }
  for (let at = 0; at < filter.others.length; at += 3) {
    // Keys that are numbers come first in the filter itself, and no longer behind `filter.`.
    if (numeric.has(line[(filter.others[at] ?? 0) + 1] ?? 0)) return null;
    if (json.length > 1) json += ',';
    json += `"filter.${line.toString('utf8', (filter.others[at] ?? 0) + 1, filter.others[at + 2])}`;
  }
  json += '}';
  if (json.length === 2) return json;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it begins with a brace
  const details = JSON.parse(json) as Record<string, unknown>;
  if (unsafe.some((key) => Object.hasOwn(details, key))) return null;
  return JSON.stringify(object.longNumbers ? parseExact(json) : details);
}
