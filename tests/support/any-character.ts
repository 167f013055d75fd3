import * as fc from 'fast-check';

const surrogates = { first: 0xd800, count: 0x800 };

/**
 * Any character of Unicode. What fast-check calls `binary` takes a second to make, in each worker. The
 * way back lets it put the names that break programs (`__proto__`) into texts of these, too.
 */
export const anyCharacter = fc.nat(0x10ffff - surrogates.count).map(characterAt, placeOf);

function characterAt(place: number): string {
  return String.fromCodePoint(place < surrogates.first ? place : place + surrogates.count);
}

/** Throws where it is not one character, as fast-check has it. */
function placeOf(character: unknown): number {
  const point = typeof character === 'string' ? (character.codePointAt(0) ?? 0) : 0;
  const place = point < surrogates.first ? point : point - surrogates.count;
  if (characterAt(place) !== character) throw new TypeError('not a character');
  return place;
}
