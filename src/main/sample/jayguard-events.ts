import { people, type Person } from './company.ts';
import { createDice, hash, type Dice } from './dice.ts';
import { writeAnswer, writeRequest, type Finding, type Prompt } from './jayguard-texts.ts';
import type { Timeline } from './timeline.ts';

export interface JayGuardEvent {
  /** JSON text of the list's object, and of the object that details answer with. */
  raw: string;
  rawDetails: string;
  application: string;
}

const applications = [
  'jay-copilot',
  'pismovnik',
  'dogovory',
  'kadry-pomoschnik',
  'sql-helper',
] as const;

export const filters = [
  { id: 11, name: 'Персональные данные' },
  { id: 12, name: 'Платёжные данные' },
  { id: 13, name: 'Всё, что уходит наружу' },
] as const;

/** What is done about a kind of finding, in the order in which the strictest wins. */
export const guardRules = [
  {
    method: 'passport-rus-regex',
    action: 'block',
    rule: 'Паспорта не отправлять',
    entity: 'passport',
  },
  { method: 'card-regex', action: 'deny', rule: 'Карты под запретом', entity: 'card' },
  { method: 'snils-regex', action: 'redact', rule: 'СНИЛС маскировать', entity: 'snils' },
  { method: 'phone-regex', action: 'redact', rule: 'Телефоны маскировать', entity: 'phone' },
  { method: 'person-rus-ner', action: 'redact', rule: 'ФИО маскировать', entity: 'person' },
  { method: 'location-rus-ner', action: 'redact', rule: 'Адреса маскировать', entity: 'location' },
  { method: 'email-regex', action: 'allow', rule: 'Почта: только записать', entity: 'email' },
] as const;

/** One exchange takes two events: what was asked, and what the model answered. */
interface Turn {
  user: Person;
  application: string;
  filter: { id: number; name: string };
  request: Prompt;
  answer: Prompt;
  /** What the program said the time before, sent along with the request. */
  before: Prompt | null;
  refused: boolean;
}

export interface JayGuardIds {
  /** Id of the first event; they go up by one. Over 2^53 by choice, as an int64 may be. */
  first: bigint;
  form: 'number' | 'string';
}

/** Computes any event of the sample's Jay Guard from its index. */
export function createJayGuardEvents(seed: number, timeline: Timeline, ids: JayGuardIds) {
  return function eventAt(index: number, time = timeline.timeOf(index)): JayGuardEvent {
    const pair = Math.floor(index / 2);
    const turn = writeTurn(createDice(seed, pair, 2));
    const isAnswer = index % 2 === 1 && !turn.refused;
    const dice = createDice(seed, index, 3);
    // A refused request has no answer: its second place is another, short request.
    const prompt = isAnswer ? turn.answer : index % 2 === 1 ? writeRequest(dice) : turn.request;
    const findings = [...(isAnswer ? [] : (turn.before?.findings ?? [])), ...prompt.findings];
    const message = isAnswer
      ? `OUTPUT: ${prompt.text}`
      : `${turn.before ? `LAST_APP_RESPONSE: ${turn.before.text}\n` : ''}LAST_USER_REQUEST: ${prompt.text}`;
    const applied = guardRules.filter(({ method }) => has(findings, method));
    const [strictest] = applied;
    const requestNumber = index % 2 === 1 && !isAnswer ? index : pair * 2;
    const object = {
      requestId: requestId(seed, requestNumber),
      createdAt: new Date(time).toISOString().replace('.000Z', 'Z'),
      userId: `jg-${turn.user.id}`,
      email: turn.user.email,
      appliedRules: applied.map(({ rule }) => rule),
      action: strictest?.action ?? 'allow',
      filter: turn.filter,
      application: turn.application,
      message,
      ...(strictest
        ? { actionEntityKey: strictest.entity, threshold: 0.5 + dice.int(5) / 10 }
        : {}),
    };
    return jayGuardEvent(ids, index, object, findings);
  };
}

/** One object of the list as the service serves it, and what its details answer with. */
export function jayGuardEvent(
  ids: JayGuardIds,
  index: number,
  object: { application: string; message: string },
  findings: readonly Finding[],
): JayGuardEvent {
  const number = String(ids.first + BigInt(index));
  const eventId = ids.form === 'number' ? number : JSON.stringify(number);
  return {
    raw: withId(eventId, object),
    rawDetails: withId(eventId, { content: object.message, details: findings }),
    application: object.application,
  };
}

/** Written by hand because a double cannot hold the id's digits. */
function withId(eventId: string, rest: object): string {
  return `{"eventId":${eventId},${JSON.stringify(rest).slice(1)}`;
}

function writeTurn(dice: Dice): Turn {
  const request = writeRequest(dice);
  return {
    user: dice.pick(people),
    application: dice.pick(applications),
    filter: dice.pick(filters),
    request,
    answer: writeAnswer(dice),
    before: dice.chance(0.3) ? writeAnswer(dice) : null,
    refused: has(request.findings, 'passport-rus-regex') || has(request.findings, 'card-regex'),
  };
}

function has(findings: Finding[], method: string): boolean {
  return findings.some(({ searchMethodId }) => searchMethodId === method);
}

function requestId(seed: number, index: number): string {
  const part = (salt: number): string => hash(seed, index, salt).toString(16).padStart(8, '0');
  return `req-${part(201)}-${index.toString(16).padStart(8, '0')}`;
}
