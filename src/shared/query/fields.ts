import { eventFields, type EventField } from '../event.ts';
import type { FieldRef } from './query.ts';

const names: ReadonlySet<string> = new Set(eventFields);

/** The short forms of contract.md, "The query language". */
const fieldAliases: Readonly<Record<string, EventField>> = {
  tag: 'tags',
  rule: 'rules',
  app: 'application',
  finding: 'findings',
};

/** Fields in which `field:value` looks for a substring; in all others for the whole value. */
const substringFields: ReadonlySet<EventField> = new Set([
  'text',
  'content',
  'userAgent',
  'note',
  'findings',
  'details',
  'raw',
]);

/** Reads a field's name, short forms and `details.KEY` included; null when there is no such field. */
export function fieldRef(name: string): FieldRef | null {
  if (name.startsWith('details.')) {
    const path = name.slice('details.'.length);
    return path === '' ? null : { name: 'details', path };
  }
  const full = Object.hasOwn(fieldAliases, name) ? fieldAliases[name] : name;
  return full !== undefined && isEventField(full) ? { name: full, path: null } : null;
}

/** Whether `field:value` must match the field's whole value. */
export function matchesWhole(field: FieldRef): boolean {
  return field.path !== null || !substringFields.has(field.name);
}

function isEventField(name: string): name is EventField {
  return names.has(name);
}
