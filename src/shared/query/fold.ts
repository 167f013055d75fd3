/** Texts of these characters alone need no normalisation: ASCII, Russian letters, usual punctuation. */
const plain = /^[\0-\x7f«»А-яЁё–—‘-‟]*$/;
const ascii = /^[\0-\x7f]*$/;

/**
 * The form in which texts are compared everywhere: NFKC, without case in any script, ё as е.
 *
 * Case is dropped by way of upper case, which is what brings ß, ẞ and ss, ſ and s, ς and σ, ı, İ
 * and i together. A lone surrogate becomes U+FFFD, so that the result can be written as UTF-8.
 * Stable: `fold(fold(x)) === fold(x)`.
 */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  if (plain.test(text)) return text.toLowerCase().replaceAll('ё', 'е');
  let folded = text.replace(/\p{Surrogate}/gu, '\ufffd');
  for (;;) {
    // One round is not always enough: ẞ lowers to ß first, and a mark may meet a new letter.
    const next = round(folded);
    if (next === folded) return next;
    folded = next;
  }
}

function round(text: string): string {
  const caseless = text.normalize('NFKC').toUpperCase().toLowerCase();
  return caseless
    .replaceAll('ς', 'σ')
    .replaceAll('i\u0307', 'i')
    .normalize('NFKC')
    .replaceAll('ё', 'е');
}
