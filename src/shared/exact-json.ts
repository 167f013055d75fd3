import { endOfString } from './json-text.ts';
import { compareDecimals, decimalOf } from './query/decimal.ts';

/**
 * JSON in which every number that a double does not hold is a text of its digits: two ids that
 * differ behind the sixteenth digit are no longer one when it is read. A whole number is such a text
 * where it would be written otherwise again, any other where it would be another number. The same
 * JSON where there is none, which is told without looking at each value.
 */
export function exactNumbers(json: string): string {
  if (!suspicious.test(json)) return json;
  let exact = '';
  let copied = 0;
  token.lastIndex = 0;
  for (let found = token.exec(json); found; found = token.exec(json)) {
    const [written] = found;
    if (written === '"') token.lastIndex = endOfString(json, found.index);
    else if (!isHeld(written)) {
      exact += `${json.slice(copied, found.index)}"${written}"`;
      copied = token.lastIndex;
    }
  }
  return copied === 0 ? json : exact + json.slice(copied);
}

/** What JSON says, in {@link exactNumbers}. Throws as `JSON.parse` does. */
export function parseExact(json: string): unknown {
  return JSON.parse(exactNumbers(json));
}

/** Whether a text may be one that {@link exactNumbers} has put in a number's place. */
export function isExactNumber(text: string): boolean {
  return jsonNumber.test(text) && !isHeld(text);
}

/**
 * A number of sixteen digits or more, or with an exponent of three, right behind what comes before
 * a value: ids in quotes, which are many, are none.
 */
const suspicious = /(?:^|[:,[\s])-?(?:[\d.]{16}|\d[\d.]*[eE][+-]?\d{3})/;
const token = /"|-?\d[\d.eE+-]*/g;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Whether a double holds a number of JSON. */
export function isHeld(written: string): boolean {
  const read = String(Number(written));
  if (read === written || written === '-0') return true;
  if (!/[.eE]/.test(written) || !/\d/.test(read)) return false;
  return compareDecimals(decimalOf(written), decimalOf(read)) === 0;
}
