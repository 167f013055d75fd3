import { resolve } from 'node:path';
import { formatInstant } from '../../shared/instant.ts';
import { rules as ruleTexts } from '../../shared/locales/rules.ts';
import type { RuleProblem } from '../../shared/rules.ts';
import { loadRules } from '../rules/load.ts';
import { pack } from '../rules/pack.ts';
import { readRules, type RuleSet } from '../rules/rule-set.ts';
import { appliesTo, detect, type Found } from '../rules/run/detect.ts';
import type { Evidence } from '../store/session-store.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { findingLine } from './finding-line.ts';
import { print, say } from './output.ts';
import { withSession } from './session.ts';
import { fill, language, words } from './words.ts';

export interface DetectCommand {
  session: string;
  rules?: string;
  json?: boolean;
}

/**
 * Runs the program's own rules, or those of a file or folder, and prints what they find, a finding a
 * line. What is refused is told on standard error; where that was all there is, nothing was looked
 * for, and that is not "nothing found".
 */
export async function detectFindings(
  options: DetectCommand,
  signal: AbortSignal,
): Promise<ExitCode> {
  const rules =
    options.rules === undefined ? pack() : readRules(await loadRules(resolve(options.rules)));
  let code: ExitCode = exitCodes.done;
  tellReading(rules, options.rules !== undefined);
  await withSession(options.session, async (store) => {
    const index = store.evidence();
    const info = await store.info();
    const { findings, problems } = await detect(rules, { index, info, zone: 'UTC' }, signal);
    for (const problem of problems) say(problemLine(problem));
    const asText = !options.json && process.stdout.isTTY;
    for (const one of findings)
      await print(asText ? findingLine(one, rules, language) : jsonLine(one, index));
    const refused = rules.problems.length + problems.length > 0;
    code = findings.length > 0 ? exitCodes.found : refused ? exitCodes.wrongWords : exitCodes.done;
  });
  return code;
}

function tellReading({ rules, problems }: RuleSet, loaded: boolean): void {
  for (const problem of problems) say(problemLine(problem));
  if (!loaded) return;
  const others = rules.filter((rule) => !appliesTo(rule));
  const rest = others.length - namedOthers;
  for (const { file, at, en } of others.slice(0, namedOthers)) {
    say(fill(words.detect.other, { file: file ?? '', line: at.line, title: en.title }));
  }
  if (rest > 0) say(fill(words.detect.others, { count: rest }));
  const count = rules.length - others.length;
  say(fill(words.detect.read, { count, refused: new Set(problems.map(ruleOf)).size }));
}

const namedOthers = 20;

/** A rule may have several things wrong with it. */
function ruleOf({ file, rule, line }: RuleProblem): string {
  return JSON.stringify([file, rule ?? line]);
}

function problemLine({ file, line, column, rule, code, what }: RuleProblem): string {
  const texts = ruleTexts[language];
  const said = code === 'regex' && what === 'time' ? texts.tooSlow : what;
  const reason = fill(texts.problem[code], { what: said });
  const place = `${file ?? ''}:${line}:${column}`;
  return fill(words.detect.refused, { place, rule: rule ?? '—', reason });
}

/** As contract.md has it, and the reason with its figures where there is one. */
function jsonLine(found: Found, index: Evidence): string {
  const { rule, title, severity, from, to, rows, group, reason } = found;
  const ids = Array.from(rows, (row) => index.id(row));
  const times = { from: formatInstant(from), to: formatInstant(to) };
  const line = { rule, title, severity, ...times, events: rows.length, ids, group };
  return `${JSON.stringify(reason ? { ...line, reason: { kind: reason.kind, ...reason.figures } } : line)}\n`;
}
