import { refuse } from './refused.ts';
import { short, type MapNode, type ScalarNode, type Yaml } from './yaml.ts';

/** Typed access to what a rule's YAML holds; each refuses what is of another kind, at its place. */
export function asMap(node: Yaml, what: string): MapNode {
  return node.kind === 'map' ? node : refuse(node.at, 'wrong-type', what);
}

export function asScalar(node: Yaml, what: string): ScalarNode {
  return node.kind === 'scalar' ? node : refuse(node.at, 'wrong-type', what);
}

/** A text that is not empty; numbers read as they are written. */
export function asText(node: Yaml, what: string): string {
  const { text, value, at } = asScalar(node, what);
  return value === null || text.trim() === '' ? refuse(at, 'wrong-type', what) : text.trim();
}

/** One text, or a list of them. */
export function asTexts(node: Yaml, what: string): string[] {
  return node.kind === 'list' ? node.items.map((item) => asText(item, what)) : [asText(node, what)];
}

/** A whole number, zero or more. */
export function asCount(node: Yaml, what: string): number {
  const { value, at } = asScalar(node, what);
  const isCount = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  return isCount ? value : refuse(at, 'value', what);
}

export function asBoolean(node: Yaml, what: string): boolean {
  const { value, at } = asScalar(node, what);
  return typeof value === 'boolean' ? value : refuse(at, 'wrong-type', what);
}

export function entry(map: MapNode, key: string): Yaml | null {
  const found = map.entries.find((one) => one.key === key)?.value ?? null;
  return found?.kind === 'scalar' && found.value === null ? null : found;
}

export function needed(map: MapNode, key: string): Yaml {
  return entry(map, key) ?? refuse(map.at, 'missing', key);
}

/** Refuses keys that mean nothing here: what is not understood is not passed over. */
export function onlyKeys(map: MapNode, known: readonly string[]): void {
  for (const { key, at } of map.entries) if (!known.includes(key)) refuse(at, 'unknown-key', key);
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `15m`, `2h`, `7d`: a length of time in µs, more than none. */
export function asTimespan(node: Yaml, what: string): number {
  const { text, at } = asScalar(node, what);
  const [, digits = '', unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text.trim()) ?? [];
  const seconds = Number(digits) * (units[unit] ?? 0);
  return seconds > 0 ? seconds * 1e6 : refuse(at, 'value', `${what}: ${short(text)}`);
}
