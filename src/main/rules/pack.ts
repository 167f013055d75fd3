import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRules, type RuleSet, type RuleText } from './rule-set.ts';

/** Beside this file, or beside what it was built into (electron.vite.config.ts). */
const places = ['./pack/', '../pack/'].map((place) =>
  fileURLToPath(new URL(place, import.meta.url)),
);

let known: RuleSet | null = null;

/** Our own rules, read once. */
export function pack(): RuleSet {
  known ??= readRules(packTexts());
  return known;
}

export function packTexts(): RuleText[] {
  const folder = places.find((place) => existsSync(place)) ?? '';
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .toSorted()
    .map((file) => ({ file, text: readFileSync(folder + file, 'utf8'), origin: 'pack' as const }));
}
