/** How long a passphrase would hold: what the hint under the field says. */
export type Strength = 'short' | 'weak' | 'fair' | 'strong';

/**
 * A rough guess from length and variety, without word lists: repeats and runs (`aaaa`, `1234`)
 * count once. The session key is derived slowly, so 60 bits are fair and 80 are strong.
 */
export function strengthOf(passphrase: string): Strength {
  if (passphrase.length < 8) return 'short';
  const bits = effectiveLength(passphrase) * Math.log2(alphabet(passphrase));
  return bits < 50 ? 'weak' : bits < 72 ? 'fair' : 'strong';
}

function effectiveLength(text: string): number {
  const codes = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  const fresh = codes.filter((code, at) => {
    const step = code - (codes[at - 1] ?? -10);
    return Math.abs(step) > 1 || at < 1;
  });
  return Math.min(fresh.length, new Set(codes).size * 2);
}

function alphabet(text: string): number {
  // Nothing but letters: words, whose letters say little of the next one.
  if (/^[\p{L}\s]*$/u.test(text)) return 10;
  const kinds: readonly [RegExp, number][] = [
    [/\p{Ll}/u, 26],
    [/\p{Lu}/u, 26],
    [/\d/, 10],
    [/[^\p{L}\d]/u, 20],
  ];
  return kinds.reduce((sum, [kind, size]) => sum + (kind.test(text) ? size : 0), 2);
}
