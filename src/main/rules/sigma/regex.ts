import { refuse, type At } from './refused.ts';
import { short } from './yaml.ts';

const longest = 1000;
/** What Perl's expressions have and JavaScript reads as something else, or not at all. */
const foreign = /\\[AzZGKQEhHRXN]|\(\?[>P#&|R+-]|\[\[:|[*+?}]\+/;
const syntax = /[\^$\\.*+?()[\]{}|/]/;

/**
 * Reads a regular expression of a rule, case-sensitive unless it says otherwise (`|re|i`, or `(?i)`
 * at its beginning). Refuses what this program's expressions would read differently. How long it may
 * take is watched when it runs (budget.ts).
 */
export function readRegex(text: string, flags: string, at: At): RegExp {
  const [opening = '', inline = ''] = /^\(\?([ims]+)\)/.exec(text) ?? [];
  const source = text.slice(opening.length);
  if (source === '') refuse(at, 'regex', "''");
  if (source.length > longest) refuse(at, 'too-large', 're');
  const [strange] = foreign.exec(source.replaceAll('\\\\', '')) ?? [];
  if (strange !== undefined) refuse(at, 'regex', strange);
  try {
    return new RegExp(plain(source), [...new Set(`${flags}${inline}u`)].join(''));
  } catch {
    return refuse(at, 'regex', short(source));
  }
}

/** Without backslashes before signs that need none: Perl lets them be, Unicode mode does not. */
function plain(source: string): string {
  let inClass = false;
  return source.replaceAll(/\\[\s\S]|[[\]]/g, (part) => {
    if (part === '[') inClass = true;
    if (part === ']') inClass = false;
    const [, sign = ''] = part;
    const isNeeded = sign === '' || /[\p{L}\p{N}]/u.test(sign) || syntax.test(sign);
    return isNeeded || (inClass && sign === '-') ? part : sign;
  });
}
