import {
  mostFindingRows,
  mostFindings,
  type Detection,
  type Finding,
  type Reason,
  type RuleInfo,
  type RuleList,
  type RuleProblem,
} from '../../shared/rules.ts';
import { loadRules } from './load.ts';
import { resolveField } from './mapping/fields.ts';
import { packTexts } from './pack.ts';
import { problemOf, readRules, type LoadedRule, type RuleSet, type RuleText } from './rule-set.ts';
import { appliesTo, detect, matchesOf, type Found } from './run/detect.ts';
import type { Evidence } from './run/evidence.ts';
import { ruleQuery } from './run/query-text.ts';
import { Refused } from './sigma/refused.ts';

/** Makes of a value what may be seen of it; `field` as the query language names it. */
export type Veil = (field: string, value: string) => string;

/** Our own rules and those of these files and folders; one that is gone is a problem. */
export async function gatherRules(paths: readonly string[]): Promise<RuleSet> {
  const texts: RuleText[] = packTexts();
  const gone: RuleProblem[] = [];
  for (const path of paths) {
    try {
      texts.push(...(await loadRules(path)));
    } catch {
      const file = path.split(/[\\/]/).at(-1) ?? path;
      gone.push({ file, line: 1, column: 1, rule: null, code: 'missing', what: file });
    }
  }
  const { rules, problems } = readRules(texts);
  return { rules, problems: [...gone, ...problems] };
}

/** Rules as the window lists them, without looking at any event. */
export function listed({ rules, problems }: RuleSet): RuleList {
  return { rules: rules.map((rule) => infoOf(rule, null)), problems };
}

/**
 * A text that is being written: what it would be, with live matches. The pack's rules may be named,
 * and one of them may be what is being changed.
 */
export function checked(text: string, evidence: Evidence): RuleList {
  const own = { file: null, text, origin: 'loaded' as const };
  const { rules, problems } = readRules([own, ...packTexts()]);
  const found: RuleProblem[] = problems.filter(({ file }) => file === null);
  const infos = rules
    .filter(({ origin }) => origin === 'loaded')
    .map((rule) => {
      try {
        return infoOf(rule, appliesTo(rule) ? matchesOf(rule, evidence) : null);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        found.push(problemOf(error.fault, null, rule.en.title));
        return null;
      }
    });
  return { rules: infos.filter((info) => info !== null), problems: found };
}

/** Runs rules for the window, which gets only so many findings and rows of each. */
export async function detected(
  set: RuleSet,
  evidence: Evidence,
  veil: Veil,
  signal: AbortSignal,
): Promise<Detection> {
  const { findings, problems } = await detect(set, evidence, signal);
  const rules = new Map(set.rules.map((rule) => [rule.key, rule]));
  return {
    findings: findings.slice(-mostFindings).map((found) => veiled(found, rules, veil)),
    total: findings.length,
    problems: [...set.problems, ...problems],
  };
}

function infoOf(rule: LoadedRule, matches: number | null): RuleInfo {
  const { product, service, category } = rule.logSource;
  const said = Object.entries({ product, category, service }).filter(([, value]) => value !== null);
  return {
    file: rule.file,
    line: rule.at.line,
    rule: rule.key,
    origin: rule.origin,
    kind: rule.body.kind,
    severity: rule.severity,
    status: rule.status,
    tags: rule.tags,
    en: rule.en,
    ru: rule.ru,
    logsource: said.map(([name, value]) => `${name}: ${value}`).join(', '),
    sources: [...rule.sources],
    parts: rule.parts.map(({ key }) => key),
    silent: rule.silent,
    query: ruleQuery(rule),
    matches,
  };
}

/** A finding without the values that may not be seen; a query that names one is not given. */
function veiled(
  { rows, ...found }: Found,
  rules: ReadonlyMap<string, LoadedRule>,
  veil: Veil,
): Finding {
  const rule = rules.get(found.rule);
  const sources = rule?.sources ?? [];
  const see = (name: string, value: string) => {
    const field = resolveField(name, sources);
    if (field?.kind !== 'field') return value;
    const { ref } = field;
    return veil(ref.path === null ? ref.name : `details.${ref.path}`, value);
  };
  const group = Object.fromEntries(
    Object.entries(found.group).map(([name, value]) => [name, see(name, value)]),
  );
  const isWhole = Object.entries(group).every(([name, value]) => found.group[name] === value);
  return {
    ...found,
    titleRu: rule?.ru?.title ?? null,
    group,
    events: rows.length,
    rows: Array.from(rows.subarray(0, mostFindingRows)),
    reason: found.reason && { ...found.reason, figures: figuresOf(found.reason, rule, veil) },
    query: isWhole ? found.query : null,
  };
}

/** Which figures of a reason are values of the rule's field. */
const valueFigures: ReadonlySet<string> = new Set(['value', 'from', 'to']);

function figuresOf({ figures }: Reason, rule: LoadedRule | undefined, veil: Veil) {
  const baseline = rule?.body.kind === 'baseline' ? rule.body.baseline : null;
  const ref = baseline && 'field' in baseline ? baseline.field : null;
  if (!ref) return figures;
  const field = ref.path === null ? ref.name : `details.${ref.path}`;
  return Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [
      name,
      valueFigures.has(name) && typeof figure === 'string' ? veil(field, figure) : figure,
    ]),
  );
}
