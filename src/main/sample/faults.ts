import { createDice, type Dice } from './dice.ts';
import { json, type Answer, type Layer } from './server.ts';

/** What can come instead of an answer, or of a part of it. All of it passes when asked again. */
const faults = {
  tooMany: () => json(429, {}, { 'retry-after': '0' }),
  tooManyByDate: () => json(429, {}, { 'retry-after': new Date(Date.now()).toUTCString() }),
  serverError: (_, dice) => json(dice.pick([500, 502, 503, 504]), { error: 'internal' }),
  html: () => ({ status: 200, body: '<!doctype html><title>Вход</title>' }),
  reset: (answer, dice) => ({ ...answer, cutAfter: dice.int(answer.body.length) }),
  truncated: ({ body, ...answer }, dice) => ({
    ...answer,
    body: body.slice(0, 1 + dice.int(Math.max(1, body.length - 2))),
  }),
  stall: (answer, dice) => ({ ...answer, stallMs: dice.int(30) }),
} satisfies Record<string, (answer: Answer, dice: Dice) => Answer>;

export type FaultKind = keyof typeof faults;
export const faultKinds = Object.keys(faults).filter((kind): kind is FaultKind => kind in faults);

/**
 * Faults at random, the same for the same seed and order of requests. Never more than two in a row,
 * so that whoever tries three times gets through.
 */
export function faulty(seed: number, probability: number, kinds = faultKinds): Layer {
  let inRow = 0;
  return async (request, next) => {
    const dice = createDice(seed, request.number, 9);
    const answer = await next(request);
    if (inRow >= 2 || !dice.chance(probability)) {
      inRow = 0;
      return answer;
    }
    inRow += 1;
    return faults[dice.pick(kinds)](answer, dice);
  };
}
