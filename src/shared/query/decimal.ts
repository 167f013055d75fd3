/**
 * Numbers as they are written. A double holds some fifteen digits of one, and two ids that differ
 * behind these are one to it; where that matters, the texts themselves are compared.
 */
const decimal = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([+-]?\d+))?$/i;

/** `digits` begins and ends with another digit than 0; its point stands after so many of them. */
interface Decimal {
  sign: -1 | 0 | 1;
  point: number;
  digits: string;
}

export function isDecimal(text: string): boolean {
  return decimal.test(text);
}

/** What a decimal says, to the last digit; of any other text zero. */
export function decimalOf(text: string): Decimal {
  const [, sign, whole = '', part, bare, exponent = '0'] = decimal.exec(text) ?? [];
  const written = whole + (part ?? bare ?? '');
  const from = written.search(/[1-9]/);
  if (from < 0) return { sign: 0, point: 0, digits: '' };
  let to = written.length;
  while (written.charCodeAt(to - 1) === 0x30) to -= 1;
  return {
    sign: sign === '-' ? -1 : 1,
    point: whole.length - from + Number(exponent),
    digits: written.slice(from, to),
  };
}

/** Below zero where the first is less, above where it is greater. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.sign !== b.sign) return a.sign - b.sign;
  if (a.point !== b.point) return a.point < b.point ? -a.sign : a.sign;
  // Digits behind the same point have the order of texts.
  return a.digits === b.digits ? 0 : a.digits < b.digits ? -a.sign : a.sign;
}
