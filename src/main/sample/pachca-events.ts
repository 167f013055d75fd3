import { bots, botAgent, people, strangerAgent, admins, type Person } from './company.ts';
import { createDice, hash, type Dice } from './dice.ts';
import {
  adminAct,
  botAct,
  callActs,
  dailyAct,
  failedSecondFactor,
  secondFactor,
  signIn,
  signOut,
  takeoverActs,
  type Act,
} from './pachca-scripts.ts';
import { officeTime, type Timeline } from './timeline.ts';

/** As the specification of 2026-08-08 has it. */
export interface PachcaEvent {
  id: string;
  created_at: string;
  event_key: string;
  entity_id: string;
  entity_type: string;
  actor_id: string;
  actor_type: string;
  details: Record<string, unknown> | null;
  ip_address: string | null;
  user_agent: string | null;
}

/** Somebody at some device. */
export interface Actor {
  id: number;
  type: 'User' | 'Bot';
  ip: string;
  agent: string;
}

export interface Step {
  actor: Actor;
  act: Act;
}

/** Events are written in blocks: the people at work for that while, their sessions interleaved. */
const blockSize = 48;
/** So many blocks apart somebody's account is taken over. */
const takeoverEvery = 60;

/** Computes any event of the sample's Pachca from its index; the same seed gives the same events. */
export function createPachcaEvents(seed: number, timeline: Timeline) {
  const recent = new Map<number, Step[]>();

  function blockOf(index: number): Step[] {
    const number = Math.floor(index / blockSize);
    const known = recent.get(number);
    if (known) return known;
    const steps = writeBlock(
      createDice(seed, number, 1),
      timeline.timeOf(number * blockSize),
      number,
    );
    if (recent.size > 64) recent.clear();
    recent.set(number, steps);
    return steps;
  }

  return function eventAt(index: number): PachcaEvent {
    const step = blockOf(index)[index % blockSize];
    if (!step) throw new RangeError(`No event ${index}`);
    return pachcaEvent(seed, index, timeline.timeOf(index), step);
  };
}

/** One step as the service serves it; `index` gives it ids of its own. */
export function pachcaEvent(
  seed: number,
  index: number,
  time: number,
  { actor, act }: Step,
): PachcaEvent {
  const own = 400_000_000 + index;
  const entity = act.entity === 'self' ? actor.id : act.entity === 'own' ? own : act.entity;
  return {
    id: uuid(seed, index),
    created_at: new Date(time).toISOString(),
    event_key: act.key,
    entity_id: String(entity),
    entity_type: act.entityType,
    actor_id: String(actor.id),
    actor_type: actor.type,
    details: act.details,
    ip_address: act.unattended ? null : actor.ip,
    user_agent: act.unattended ? null : actor.agent,
  };
}

function writeBlock(dice: Dice, time: number, number: number): Step[] {
  const { hour, weekend } = officeTime(time);
  const night = hour < 7 || hour >= 22;
  const scripts: Step[][] = [];
  if (number % takeoverEvery === 17) scripts.push(takeover(dice));
  if (night || dice.chance(0.3)) scripts.push(botJob(dice, night ? 30 : 6));
  while (scripts.flat().length < blockSize) scripts.push(session(dice, weekend || night));
  return interleave(scripts, dice).slice(0, blockSize);
}

function session(dice: Dice, atHome: boolean): Step[] {
  const isAdmin = dice.chance(0.2);
  const person = dice.pick(isAdmin ? admins : people);
  const actor = atDesk(person, atHome || dice.chance(0.15), dice);
  const fails = dice.chance(0.15) ? 1 + dice.int(3) : 0;
  const work = Array.from({ length: 2 + dice.int(14) }, () =>
    isAdmin && dice.chance(0.5)
      ? [adminAct(dice, person)]
      : dice.chance(0.03)
        ? callActs(dice)
        : [dailyAct(dice)],
  ).flat();
  const acts = [
    signIn,
    ...Array.from({ length: fails }, () => failedSecondFactor),
    secondFactor,
    ...work,
    ...(dice.chance(0.7) ? [signOut] : []),
  ];
  return acts.map((act) => ({ actor, act }));
}

function takeover(dice: Dice): Step[] {
  const victim = dice.pick(people);
  const ip = `192.0.2.${1 + dice.int(250)}`;
  const actor: Actor = { id: victim.id, type: 'User', ip, agent: strangerAgent };
  return takeoverActs(victim, dice).map((act) => ({ actor, act }));
}

function botJob(dice: Dice, length: number): Step[] {
  const bot = dice.pick(bots);
  const actor: Actor = { id: bot.id, type: 'Bot', ip: '10.0.9.5', agent: botAgent };
  return Array.from({ length }, () => ({ actor, act: botAct(dice) }));
}

function atDesk(person: Person, atHome: boolean, dice: Dice): Actor {
  return {
    id: person.id,
    type: 'User',
    ip: atHome ? person.homeIp : person.officeIp,
    agent: person.agents[dice.chance(0.7) ? 0 : 1],
  };
}

/** Mixes the scripts, each one's own order kept. */
function interleave(scripts: Step[][], dice: Dice): Step[] {
  const mixed: Step[] = [];
  const left = scripts.map((script) => [...script]);
  for (let open = left; open.length > 0; open = open.filter((script) => script.length > 0)) {
    const step = dice.pick(open).shift();
    if (step) mixed.push(step);
  }
  return mixed;
}

function uuid(seed: number, index: number): string {
  const part = (salt: number): string => hash(seed, index, salt).toString(16).padStart(8, '0');
  // The index itself is in it, so that two events never share an id.
  const tail = index.toString(16).padStart(8, '0');
  const middle = part(102);
  return `${part(101)}-${middle.slice(0, 4)}-4${middle.slice(4, 7)}-a${part(103).slice(0, 3)}-${part(104).slice(0, 4)}${tail}`;
}
