import type { Row } from '../../../shared/session.ts';

/**
 * The one line that tells most about an event: what was written, else its details, else what it was
 * done with. Never longer than a line can show.
 */
export function gist(row: Row): string {
  if (row.text !== null && row.text !== '') return flat(withoutHeadings(row.text));
  const details = Object.entries(row.details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `${key}: ${shortValue(value)}`);
  if (details.length > 0) return flat(details.join(' · '));
  if (row.userAgent !== null) return agentName(row.userAgent);
  return '';
}

/** A value of `details` as text: lists by comma, objects as JSON. */
export function shortValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(shortValue).join(', ');
  return value === undefined ? '' : JSON.stringify(value);
}

const agents: readonly [RegExp, string][] = [
  [/YaBrowser\/(\d+)/, 'Yandex'],
  [/Edg\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/Chrome\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).*Safari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** `Chrome 131 · Windows` for a browser's long user agent; anything else as it is. */
export function agentName(userAgent: string): string {
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1];
  for (const [pattern, name] of agents) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return [`${name} ${version}`, system].filter(Boolean).join(' · ');
  }
  return flat(userAgent);
}

function withoutHeadings(text: string): string {
  return text.replace(/^[ \t]*(?:LAST_USER_REQUEST|LAST_APP_RESPONSE|OUTPUT):[ \t]*/gm, '');
}

function flat(text: string): string {
  return text.slice(0, 400).replace(/\s+/g, ' ').trim();
}
