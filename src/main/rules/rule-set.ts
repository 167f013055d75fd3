import type { RuleProblem } from '../../shared/rules.ts';
import type { Fault } from './sigma/refused.ts';
import { readRule, type Rule } from './sigma/rule.ts';
import { parseYaml } from './sigma/yaml.ts';

/** Rules of several files; what of them is refused, and why. */
export interface RuleSet {
  rules: LoadedRule[];
  problems: RuleProblem[];
}

export interface LoadedRule extends Rule {
  /** `id`, else `name`, else the title: what findings call it by. */
  key: string;
  file: string | null;
  origin: 'pack' | 'loaded';
  /** Only there for a correlation: has no findings of its own. */
  silent: boolean;
  /** Of a correlation, the rules that it names, in its order. */
  parts: LoadedRule[];
}

/** A text with rules in it; `file` is how a person knows it. */
export interface RuleText {
  file: string | null;
  text: string;
  origin: LoadedRule['origin'];
}

/** Reads rules, one or more to a text, and finds the ones that correlations name. */
export function readRules(texts: readonly RuleText[]): RuleSet {
  const rules: LoadedRule[] = [];
  const problems: RuleProblem[] = [];
  for (const { file, text, origin } of texts) {
    for (const { root, fault } of parseYaml(text)) {
      const read = root
        ? readRule(root)
        : { rule: null, title: titleBefore(text, fault.line), faults: [fault] };
      if (read.rule) {
        const { rule } = read;
        const key = rule.id ?? rule.name ?? rule.en.title;
        rules.push({ ...rule, key, file, origin, silent: false, parts: [] });
      } else problems.push(...read.faults.map((one) => problemOf(one, file, read.title)));
    }
  }
  const refused = new Set<LoadedRule>();
  const refuse = (rule: LoadedRule, fault: Fault) => {
    refused.add(rule);
    problems.push(problemOf(fault, rule.file, rule.en.title));
  };
  refuseDoubles(rules, refuse);
  resolve(rules, refuse);
  return { rules: rules.filter((rule) => !refused.has(rule)), problems };
}

/** The title of a document that cannot be read, so that a person knows which it is. */
function titleBefore(text: string, line: number): string | null {
  const before = text.split('\n', line).join('\n').split(/^---/m).at(-1) ?? '';
  return /^title:[ \t]*(\S.{0,100})/m.exec(before)?.[1]?.trim() ?? null;
}

export function problemOf(fault: Fault, file: string | null, rule: string | null): RuleProblem {
  const { line, column, code, what } = fault;
  return { file, line, column, rule, code, what };
}

type Refuse = (rule: LoadedRule, fault: Fault) => void;

/** Two rules of one id or name cannot be told apart. */
function refuseDoubles(rules: readonly LoadedRule[], refuse: Refuse): void {
  const met = new Set<string>();
  for (const rule of rules) {
    const names = [rule.id, rule.name].filter((name) => name !== null);
    const double = names.find((name) => met.has(name));
    if (double !== undefined) refuse(rule, { ...rule.at, code: 'duplicate', what: double });
    for (const name of names) met.add(name);
  }
}

/** Gives correlations their rules. One whose rules are missing or go in a circle is refused. */
function resolve(rules: readonly LoadedRule[], refuse: Refuse): void {
  const named = new Map<string, LoadedRule>();
  for (const rule of rules) {
    for (const name of [rule.id, rule.name]) {
      if (name !== null && !named.has(name)) named.set(name, rule);
    }
  }
  const states = new Map<LoadedRule, 'open' | 'whole' | 'broken'>();
  const visit = (rule: LoadedRule): boolean => {
    const known = states.get(rule);
    if (known !== undefined) return known === 'whole';
    if (rule.body.kind !== 'correlation') {
      states.set(rule, 'whole');
      return true;
    }
    states.set(rule, 'open');
    const { correlation } = rule.body;
    let isWhole = true;
    for (const { name, at } of correlation.rules) {
      const part = named.get(name);
      if (part && visit(part)) rule.parts.push(part);
      else {
        isWhole = false;
        refuse(rule, { ...at, code: 'unknown-source', what: name });
      }
    }
    states.set(rule, isWhole ? 'whole' : 'broken');
    // One of its rules is about something else: then so is it.
    const isOurs = rule.parts.every(({ sources }) => sources.length > 0);
    rule.sources = isOurs ? [...new Set(rule.parts.flatMap(({ sources }) => sources))] : [];
    // What a correlation names is not a finding by itself, unless it says so.
    if (!correlation.generate) for (const part of rule.parts) part.silent = true;
    return isWhole;
  };
  for (const rule of rules) visit(rule);
}
