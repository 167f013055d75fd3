/**
 * What is drawn while the rows of a place far away are on their way: what was in sight stands still
 * until they have come, and is then followed by them, wherever the thumb has got to meanwhile. So who
 * drags it sees rows go by and no empty table. Positions are virtual ones (see scroll-scale.ts).
 */
export interface Leap {
  /** The position that is drawn. */
  drawn: number;
  /** The one whose rows are waited for, and until when, ms; null: what is drawn is the place. */
  awaited: { at: number; until: number } | null;
}

interface Sight {
  /** Height of what is seen, px: a shorter move is none that waits. */
  viewport: number;
  /** Whether rows of a position are there. */
  hasCome: (at: number) => boolean;
  now: number;
}

/** What was in sight stands still for so long at most, ms. */
export const longestHold = 250;

/**
 * The place is now `to`, or rows have come.
 * @returns what to draw, and the position whose rows are to be asked for; null: none but those asked for
 */
export function follow(
  { drawn, awaited }: Leap,
  to: number,
  { viewport, hasCome, now }: Sight,
): Leap & { asked: number | null } {
  const came = awaited !== null && hasCome(awaited.at);
  const isThere = awaited
    ? now >= awaited.until || (came && hasCome(to))
    : Math.abs(to - drawn) < viewport || hasCome(to);
  if (isThere) return { drawn: to, awaited: null, asked: to };
  if (awaited && !came) return { drawn, awaited, asked: null };
  return {
    drawn: came ? awaited.at : drawn,
    awaited: { at: to, until: now + longestHold },
    asked: to,
  };
}
