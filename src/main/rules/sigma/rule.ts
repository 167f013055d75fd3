import type { SourceKind } from '../../../shared/event.ts';
import type { RuleTexts, Severity } from '../../../shared/rules.ts';
import { sourcesFor, type LogSource } from '../mapping/log-sources.ts';
import { readBaseline, type Baseline } from './baseline.ts';
import { readCorrelation, type Correlation } from './correlation.ts';
import { readDetection } from './detection.ts';
import { everything, type Match } from './match.ts';
import { Faults, refuse, type At, type Fault } from './refused.ts';
import { asMap, asText, asTexts, asTimespan, entry, needed, onlyKeys } from './shape.ts';
import { short, type MapNode, type Yaml } from './yaml.ts';
import { severities } from '../../../shared/rules.ts';

/** A rule as it was read: nothing of it is left out. */
export interface Rule extends Head {
  body: Body;
}

export type Body =
  | { kind: 'detection'; match: Match; groupBy: readonly string[]; quiet: number }
  | { kind: 'baseline'; match: Match; baseline: Baseline }
  | { kind: 'correlation'; correlation: Correlation };

/** What a rule says of itself. */
export interface Head {
  at: At;
  id: string | null;
  name: string | null;
  severity: Severity;
  status: string | null;
  tags: string[];
  en: RuleTexts;
  ru: RuleTexts | null;
  logSource: LogSource;
  /** None: it is about something else, and only read as far as that. */
  sources: readonly SourceKind[];
}

/** A rule, or who it would have been and why it is not one. */
export type Read =
  | { rule: Rule; faults: [] }
  | { rule: null; title: string | null; faults: Fault[] };

/** What Sigma's specification has at the top of a rule; a rule may have more there, which is its own. */
const foreignKeys: readonly string[] = ['action', 'filter', 'taxonomy'];

/** Events of one actor with less than this between them make one finding, where a rule says no more. */
const defaultQuiet = 3600e6;

/** Reads one document. */
export function readRule(root: Yaml): Read {
  const faults = new Faults();
  const map = faults.try(() => asMap(root, 'rule'));
  const head = map && readHead(map, faults);
  const body = map && head && readBody(map, head, faults);
  const isWhole = faults.found.length === 0;
  if (isWhole && head && body) return { rule: { ...head, body }, faults: [] };
  return { rule: null, title: map && nameIn(map), faults: faults.found };
}

function readHead(map: MapNode, faults: Faults): Head | null {
  for (const key of foreignKeys) faults.try(() => refuseForeign(map, key));
  const text = (key: string) => {
    const node = entry(map, key);
    return node && faults.try(() => asText(node, key));
  };
  const texts = (key: string) => {
    const node = entry(map, key);
    return (node && faults.try(() => asTexts(node, key))) ?? [];
  };
  const title = faults.try(() => asText(needed(map, 'title'), 'title'));
  const extras = faults.try(() => readExtras(map));
  const logSource = readLogSource(map, faults);
  if (title === null) return null;
  return {
    at: map.at,
    id: text('id'),
    name: text('name'),
    severity: faults.try(() => severityOf(map)) ?? 'medium',
    status: text('status'),
    tags: texts('tags'),
    en: {
      title,
      description: text('description'),
      falsePositives: texts('falsepositives'),
      next: extras?.next ?? null,
    },
    ru: extras?.ru ?? null,
    logSource,
    sources: sourcesFor(logSource),
  };
}

function readBody(map: MapNode, head: Head, faults: Faults): Body | null {
  const correlation = entry(map, 'correlation');
  const detection = entry(map, 'detection');
  const settings = faults.try(() => settingsIn(map));
  if (correlation) {
    if (detection) faults.try(() => refuse(detection.at, 'unknown-key', 'detection'));
    const read = faults.try(() => readCorrelation(correlation, map));
    return read && { kind: 'correlation', correlation: read };
  }
  const baseline = settings && entry(settings, 'baseline');
  const spec = baseline ? faults.try(() => readBaseline(baseline, head.sources)) : null;
  if (spec?.kind === 'not_collected') {
    return { kind: 'baseline', match: everything, baseline: spec };
  }
  if (!detection) {
    faults.try(() => refuse(map.at, 'missing', 'detection'));
    return null;
  }
  if (!entry(map, 'logsource')) faults.try(() => refuse(map.at, 'missing', 'logsource'));
  // What is about other products may use what we do not know: it is not run.
  const isOurs = head.sources.length > 0;
  const match = isOurs ? readDetection(detection, head.sources, faults) : everything;
  if (!match) return null;
  if (spec) return { kind: 'baseline', match, baseline: spec };
  const groups = settings && faults.try(() => groupsIn(settings));
  return groups && { kind: 'detection', match, ...groups };
}

function groupsIn(settings: MapNode): { groupBy: string[]; quiet: number } {
  const groupBy = entry(settings, 'group-by');
  const quiet = entry(settings, 'quiet');
  return {
    groupBy: groupBy ? asTexts(groupBy, 'group-by') : ['actor'],
    quiet: quiet ? asTimespan(quiet, 'quiet') : defaultQuiet,
  };
}

/** Our own part of a rule, which other programs pass over. */
function settingsIn(map: MapNode): MapNode {
  const node = entry(map, 'vestigo');
  if (!node) return { kind: 'map', at: map.at, entries: [] };
  const settings = asMap(node, 'vestigo');
  onlyKeys(settings, ['next', 'ru', 'baseline', 'group-by', 'quiet']);
  return settings;
}

function readExtras(map: MapNode): { next: string | null; ru: RuleTexts | null } {
  const settings = settingsIn(map);
  const next = entry(settings, 'next');
  const ru = entry(settings, 'ru');
  return { next: next && asText(next, 'next'), ru: ru && readTexts(asMap(ru, 'ru')) };
}

function readTexts(map: MapNode): RuleTexts {
  onlyKeys(map, ['title', 'description', 'falsepositives', 'next']);
  const text = (key: string) => {
    const node = entry(map, key);
    return node && asText(node, key);
  };
  const falsePositives = entry(map, 'falsepositives');
  return {
    title: asText(needed(map, 'title'), 'title'),
    description: text('description'),
    falsePositives: falsePositives ? asTexts(falsePositives, 'falsepositives') : [],
    next: text('next'),
  };
}

function readLogSource(map: MapNode, faults: Faults): LogSource {
  const node = entry(map, 'logsource');
  const found = node && faults.try(() => asMap(node, 'logsource'));
  const text = (key: string) => {
    const value = found && entry(found, key);
    return value ? faults.try(() => asText(value, key)) : null;
  };
  return { product: text('product'), service: text('service'), category: text('category') };
}

function severityOf(map: MapNode): Severity {
  const node = entry(map, 'level');
  if (!node) return 'medium';
  const text = asText(node, 'level').toLowerCase();
  return severities.find((one) => one === text) ?? refuse(node.at, 'value', short(text));
}

function refuseForeign(map: MapNode, key: string): void {
  const found = map.entries.find((one) => one.key === key);
  if (!found) return;
  const isOwn = key === 'taxonomy' && asText(found.value, key).toLowerCase() === 'sigma';
  if (!isOwn) refuse(found.at, 'unsupported', key);
}

function nameIn(map: MapNode): string | null {
  for (const key of ['title', 'id', 'name']) {
    const node = entry(map, key);
    if (node?.kind === 'scalar' && node.text !== '') return short(node.text);
  }
  return null;
}
