import type { EventField } from '../event.ts';
import { queryFields, type FieldRef, type QueryField } from './query.ts';

const names: ReadonlySet<string> = new Set(queryFields);

/** The short forms of contract.md, "The query language". */
const fieldAliases: Readonly<Record<string, EventField>> = {
  tag: 'tags',
  rule: 'rules',
  app: 'application',
  finding: 'findings',
};

/** Fields in which `field:value` looks for a substring; in all others for the whole value. */
const substringFields: ReadonlySet<QueryField> = new Set([
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
  return full !== undefined && isQueryField(full) ? { name: full, path: null } : null;
}

/** Whether `field:value` must match the field's whole value. */
export function matchesWhole(field: FieldRef): boolean {
  return field.path !== null || !substringFields.has(field.name);
}

function isQueryField(name: string): name is QueryField {
  return names.has(name);
}
