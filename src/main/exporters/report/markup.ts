/** A piece of HTML that may stand in a page as it is: made of constants and what `html` escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Markup | string | number | null | undefined | false | readonly Piece[];

/** HTML with holes: whatever is put into them is escaped, unless it is markup already. */
export function html(fixed: TemplateStringsArray, ...holes: readonly Piece[]): Markup {
  const parts = withoutIndents(fixed);
  let text = parts[0] ?? '';
  for (const [place, hole] of holes.entries()) text += textOf(hole) + (parts[place + 1] ?? '');
  return new Markup(text);
}

const known = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The indents of the source, which a table of thousands of rows would repeat. */
function withoutIndents(fixed: TemplateStringsArray): readonly string[] {
  const found = known.get(fixed);
  if (found) return found;
  const parts = fixed.map((part) => part.replaceAll(/\n\s+/g, '\n'));
  known.set(fixed, parts);
  return parts;
}

function textOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (piece === null || piece === undefined || piece === false) return '';
  if (typeof piece === 'object') return piece.map(textOf).join('');
  return escaped(String(piece));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * What would act without being seen: control characters but for tabs and line ends, those that turn
 * the direction of writing, invisible blanks and joints (those inside emoji and Persian words left
 * alone), tags, and halves of characters. Their number is shown in their place.
 */
const unseen =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]|\p{Surrogate}/gu;

/** A text for an element or a quoted attribute; what cannot be seen becomes `[U+202E]`. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign)
    .replaceAll(unseen, (sign) => {
      const code = sign.codePointAt(0) ?? 0;
      return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
    });
}
