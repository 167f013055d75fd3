import { all, any, everything, type Match } from './match.ts';
import { refuse, type At } from './refused.ts';
import { short } from './yaml.ts';

const limits = { length: 4000, depth: 64 } as const;
const word = /\s*(?:([()|])|([^\s()|]+))/gy;

interface Word {
  text: string;
  /** Offset in the condition. */
  at: number;
}

/**
 * Reads Sigma's conditions: selections with `and`, `or`, `not`, parentheses, and `1 of`, `any of`,
 * `all of` a pattern or `them`.
 */
export function readCondition(text: string, at: At, selections: ReadonlyMap<string, Match>): Match {
  if (text.length > limits.length) refuse(at, 'too-large', 'condition');
  const parser = new Parser(text, at, selections);
  return parser.all();
}

class Parser {
  private readonly at: At;
  private readonly selections: ReadonlyMap<string, Match>;
  private readonly words: Word[];
  private next = 0;
  private depth = 0;

  constructor(text: string, at: At, selections: ReadonlyMap<string, Match>) {
    this.at = at;
    this.selections = selections;
    this.words = [...text.matchAll(word)].map((match) => {
      const found = match[1] ?? match[2] ?? '';
      return { text: found, at: match.index + match[0].length - found.length };
    });
  }

  all(): Match {
    const match = this.or();
    const left = this.words[this.next];
    if (left?.text === '|') {
      const [, word = '', open = ''] = this.words.slice(this.next).map(({ text }) => text);
      this.fail('unsupported', open === '(' ? `| ${word}()` : `| ${word}`);
    }
    if (left) this.fail('condition', left.text);
    return match;
  }

  private or(): Match {
    const parts = [this.and()];
    while (this.accept('or')) parts.push(this.and());
    return any(parts);
  }

  private and(): Match {
    const parts = [this.not()];
    while (this.accept('and')) parts.push(this.not());
    return all(parts);
  }

  private not(): Match {
    if (!this.accept('not')) return this.term();
    this.deeper();
    const part = this.not();
    this.depth -= 1;
    return { type: 'not', part };
  }

  private term(): Match {
    const found = this.words[this.next];
    if (!found) return this.fail('condition', '…');
    if (found.text === '(') {
      this.deeper();
      this.next += 1;
      const inner = this.or();
      if (!this.accept(')')) this.fail('condition', this.words[this.next]?.text ?? '(');
      this.depth -= 1;
      return inner;
    }
    const following = this.words[this.next + 1]?.text.toLowerCase();
    if (following === 'of') return this.of(found.text.toLowerCase());
    this.next += 1;
    if (found.text === ')' || found.text === '|') this.fail('condition', found.text);
    const selection = this.selections.get(found.text);
    if (!selection) return this.fail('selection', found.text);
    return selection;
  }

  private of(quantity: string): Match {
    const isAll = quantity === 'all';
    if (!isAll && quantity !== '1' && quantity !== 'any') {
      return this.fail('unsupported', `${quantity} of`);
    }
    this.next += 2;
    const pattern = this.words[this.next]?.text;
    if (pattern === undefined) return this.fail('condition', 'of');
    this.next += 1;
    const names = this.named(pattern);
    const parts = names.map((name) => this.selections.get(name) ?? everything);
    return isAll ? all(parts) : any(parts);
  }

  /** `them` are all selections but those that begin with `_`. */
  private named(pattern: string): string[] {
    const names = [...this.selections.keys()];
    const pieces = pattern.split('*');
    const found =
      pattern.toLowerCase() === 'them'
        ? names.filter((name) => !name.startsWith('_'))
        : names.filter((name) => fits(name, pieces));
    return found.length > 0 ? found : this.fail('selection', pattern);
  }

  private accept(text: string): boolean {
    if (this.words[this.next]?.text.toLowerCase() !== text) return false;
    this.next += 1;
    return true;
  }

  private deeper(): void {
    this.depth += 1;
    if (this.depth > limits.depth) refuse(this.at, 'too-large', 'condition');
  }

  private fail(code: 'condition' | 'selection' | 'unsupported', what: string): never {
    return refuse(this.at, code, short(what));
  }
}

/** Whether a name is these pieces with anything between; not a regular expression, which may hang. */
function fits(name: string, pieces: readonly string[]): boolean {
  const [first = '', ...others] = pieces;
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - at >= last.length && name.endsWith(last);
}
