/** `from` and `to` are offsets into the text in UTF-16 code units, `to` outside. */
interface Place {
  from: number;
  to: number;
}

export type Comparison = ':' | '>' | '>=' | '<' | '<=';

/** A word, a phrase or a field's value, taken apart at its wildcards; escapes are resolved. */
export interface ValueToken extends Place {
  kind: 'value';
  pieces: string[];
  quoted: boolean;
  /** False for a phrase whose closing quote is missing. */
  closed: boolean;
}

type OperatorKind = 'and' | 'or' | 'not';
type SignKind =
  | OperatorKind
  | 'minus'
  | 'open'
  | 'close'
  | 'range-open'
  | 'range-to'
  | 'range-close';

/**
 * `minus` is the prefix `-`; `field` is a field's name as written, without what follows it. The
 * three `range…` tokens are `[`, `TO` and `]` of `field:[A TO B]`.
 */
export type Token =
  | (Place & { kind: SignKind })
  | (Place & { kind: 'field'; name: string })
  | (Place & { kind: 'compare'; comparison: Comparison })
  | ValueToken;

const operators: Readonly<Record<string, OperatorKind>> = {
  AND: 'and',
  OR: 'or',
  NOT: 'not',
};
const space = /\s/u;
const escapable = '*:()"\\-<>=[]';
/** A field's name up to its comparison; the key of `details."any key"` may be quoted. */
const fieldStart =
  /(?:(details\.)"((?:[^"\\]|\\.)*)"|([\p{L}_](?:[\p{L}\p{N}_.@/$-])*))(:|>=|<=|>|<)/uy;
/** The same key where the field is what `has:` asks for. */
const quotedKey = /(details\.)"((?:[^"\\]|\\.)*)"/uy;

/**
 * Takes a query apart. Never throws: what cannot be read is left for the parser to name, so that
 * an editor can colour a query while it is being typed.
 */
export function tokenize(text: string): Token[] {
  return new Tokenizer(text).all();
}

class Tokenizer {
  private readonly text: string;
  private readonly tokens: Token[] = [];
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  all(): Token[] {
    for (;;) {
      this.skipSpace();
      if (this.at >= this.text.length) return this.tokens;
      this.term();
    }
  }

  private term(): void {
    const { text, at } = this;
    const char = text[at];
    if (char === '(') this.push('open', 1);
    else if (char === ')') this.push('close', 1);
    else if (char === '-' && at + 1 < text.length && !this.endsWord(at + 1, ')')) {
      this.push('minus', 1);
    } else if (char === '"') this.phrase();
    else if (!this.field()) this.word();
  }

  private push(kind: SignKind, length: number): void {
    this.tokens.push({ kind, from: this.at, to: this.at + length });
    this.at += length;
  }

  private word(): void {
    const from = this.at;
    const value = this.bare('()"');
    const written = this.text.slice(from, value.to);
    const operator = Object.hasOwn(operators, written) ? operators[written] : undefined;
    this.tokens.push(operator ? { kind: operator, from, to: value.to } : value);
  }

  private field(): boolean {
    fieldStart.lastIndex = this.at;
    const match = fieldStart.exec(this.text);
    if (!match) return false;
    const [written, prefix, key = '', plain = '', comparison = ':'] = match;
    const name = prefix === undefined ? plain : prefix + unescapePhrase(key);
    const to = this.at + written.length - comparison.length;
    this.tokens.push({ kind: 'field', from: this.at, to, name });
    this.at = to + comparison.length;
    this.tokens.push({
      kind: 'compare',
      from: to,
      to: this.at,
      comparison: asComparison(comparison),
    });
    if (this.at >= this.text.length || this.endsWord(this.at, ')(')) return true;
    if (this.text[this.at] === '"') this.phrase();
    else if (comparison === ':' && this.text[this.at] === '[') this.range();
    else if (name !== 'has' || !this.quotedKey()) this.tokens.push(this.bare('()"'));
    return true;
  }

  private quotedKey(): boolean {
    quotedKey.lastIndex = this.at;
    const match = quotedKey.exec(this.text);
    if (!match) return false;
    const [written, prefix = '', key = ''] = match;
    const place = { from: this.at, to: this.at + written.length };
    const pieces = [prefix + unescapePhrase(key)];
    this.tokens.push({ kind: 'value', ...place, pieces, quoted: true, closed: true });
    this.at = place.to;
    return true;
  }

  private range(): void {
    this.push('range-open', 1);
    for (;;) {
      this.skipSpace();
      if (this.at >= this.text.length) return;
      if (this.text[this.at] === ']') {
        this.push('range-close', 1);
        return;
      }
      const from = this.at;
      if (this.text[from] === '"') {
        this.phrase();
        continue;
      }
      const value = this.bare(']"');
      if (this.text.slice(from, value.to) === 'TO') {
        this.tokens.push({ kind: 'range-to', from, to: value.to });
      } else this.tokens.push(value);
    }
  }

  private phrase(): void {
    const from = this.at;
    let end = from + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
    const closed = end < this.text.length;
    const inner = this.text.slice(from + 1, Math.min(end, this.text.length));
    this.at = closed ? end + 1 : this.text.length;
    const pieces = [unescapePhrase(inner)];
    this.tokens.push({ kind: 'value', from, to: this.at, pieces, quoted: true, closed });
  }

  /** An unquoted value: up to a space or one of `ends`. */
  private bare(ends: string): ValueToken {
    const from = this.at;
    const pieces: string[] = [];
    let piece = '';
    while (this.at < this.text.length && !this.endsWord(this.at, ends)) {
      const char = this.text[this.at] ?? '';
      const next = this.text[this.at + 1];
      if (char === '\\' && next !== undefined && escapable.includes(next)) {
        piece += next;
        this.at += 2;
        continue;
      }
      if (char === '*') {
        pieces.push(piece);
        piece = '';
      } else piece += char;
      this.at += 1;
    }
    pieces.push(piece);
    return { kind: 'value', from, to: this.at, pieces, quoted: false, closed: true };
  }

  private skipSpace(): void {
    while (this.at < this.text.length && space.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private endsWord(at: number, ends: string): boolean {
    const char = this.text[at] ?? ' ';
    return space.test(char) || ends.includes(char);
  }
}

function asComparison(text: string): Comparison {
  return text === '>' || text === '>=' || text === '<' || text === '<=' ? text : ':';
}

function unescapePhrase(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}
