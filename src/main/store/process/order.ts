import type { MethodName, Request } from './protocol.ts';

/** What is counted beside the rows, and what a person looks at, who would see the table wait. */
const counts: ReadonlySet<string> = new Set<MethodName>(['count', 'histogram', 'facet']);
const looks: ReadonlySet<string> = new Set<MethodName>(['rows', 'position', 'event']);

/**
 * Which of those that wait is answered next: the first, but what is looked at passes by what is
 * counted. Neither passes by what changes something. @returns 0 when nothing waits
 */
export function placeOfNext(waiting: readonly Request[]): number {
  const place = waiting.findIndex((request) => !isAmong(counts, request));
  const request = waiting[place];
  return request && isAmong(looks, request) ? place : 0;
}

function isAmong(names: ReadonlySet<string>, request: Request): boolean {
  return request.kind === 'call' && names.has(request.name);
}
