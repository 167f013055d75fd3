import { Failed } from '../../shared/errors.ts';
import type { Finding, MappedEvent, SourceKind } from '../../shared/event.ts';

/**
 * Reads an event as `EventFile` wrote it. Looked at by hand: as a schema copies what it parses, it
 * took a fifth of the time in which everything is read. Throws `session.damaged` for anything else.
 */
export function readMapped(text: string): MappedEvent {
  const value: unknown = JSON.parse(text);
  if (!isMapped(value)) throw new Failed('session.damaged');
  return value;
}

type Unknown = { readonly [K in keyof MappedEvent]?: unknown };

function isMapped(value: unknown): value is MappedEvent {
  if (typeof value !== 'object' || value === null) return false;
  const event: Unknown = value;
  return (
    typeof event.id === 'string' &&
    isSource(event.source) &&
    Number.isSafeInteger(event.time) &&
    typeof event.event === 'string' &&
    isText(event.actor) &&
    isText(event.actorType) &&
    isText(event.actorName) &&
    isText(event.target) &&
    isText(event.targetType) &&
    isText(event.ip) &&
    isText(event.userAgent) &&
    isText(event.application) &&
    isText(event.filter) &&
    isListOf(event.rules, (rule): rule is string => typeof rule === 'string') &&
    isText(event.text) &&
    (event.findings === null || isListOf(event.findings, isFinding)) &&
    isText(event.content) &&
    typeof event.details === 'object' &&
    event.details !== null &&
    !Array.isArray(event.details)
  );
}

function isText(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function isSource(value: unknown): value is SourceKind {
  return value === 'pachca' || value === 'jayguard';
}

function isFinding(value: unknown): value is Finding {
  if (typeof value !== 'object' || value === null) return false;
  const { method, value: found }: { method?: unknown; value?: unknown } = value;
  return typeof method === 'string' && typeof found === 'string';
}

function isListOf<T>(value: unknown, isOne: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}
