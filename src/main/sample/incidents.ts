import type { Held } from './archive.ts';
import { guardStories, type Request } from './incidents-jayguard.ts';
import { pachcaStories, type TimedStep } from './incidents-pachca.ts';
import { hash } from './dice.ts';
import {
  filters,
  guardRules,
  jayGuardEvent,
  type JayGuardEvent,
  type JayGuardIds,
} from './jayguard-events.ts';
import { pachcaEvent, type PachcaEvent } from './pachca-events.ts';
import { calendarOf, type Calendar, type Story, type Topic } from './story.ts';

/** The data a service was asked for: `count` events at or after `from` and before `end`, ms. */
export interface Span {
  seed: number;
  count: number;
  from: number;
  end: number;
}

/** A planted story by the ids that its events have in the service. */
export interface Planted {
  source: 'pachca' | 'jayguard';
  topic: Topic;
  quiet: boolean;
  about: string;
  ids: string[];
}

interface Plan<Step> {
  /** In the order in which they are added; the number of the first is `first`. */
  steps: Step[];
  first: number;
  /** Which steps belong to what happened; history is not among them. */
  stories: { story: Story<Step>; at: number[] }[];
}

/** So many times more than what is planted has to be asked for: else nothing is planted. */
const dilution = 3;

/**
 * What is planted among so many events over such a period: nothing where they are too few or it is
 * too short. The planted ones count among those asked for.
 */
function plan<Step>(span: Span, stories: (when: Calendar) => Story<Step>[]): Plan<Step> {
  const when = calendarOf(span.from, span.end);
  const told = when ? stories(when) : [];
  const steps: Step[] = [];
  const placed = told.map((story) => {
    steps.push(...story.history);
    const at = story.steps.map((_, index) => steps.length + index);
    steps.push(...story.steps);
    return { story, at };
  });
  return steps.length * dilution > span.count
    ? { steps: [], first: span.count, stories: [] }
    : { steps, first: span.count - steps.length, stories: placed };
}

export interface Plantation<T> {
  /** How many events are left to be made up. */
  rest: number;
  events: { time: number; event: Held<T> }[];
}

export function plantPachca(
  span: Span,
  held: (event: PachcaEvent) => Held<PachcaEvent>,
): Plantation<PachcaEvent> {
  const { steps, first } = plan(span, pachcaStories);
  return {
    rest: first,
    events: steps.map((step: TimedStep, index) => ({
      time: step.at,
      event: held(pachcaEvent(span.seed, first + index, step.at, step)),
    })),
  };
}

export function plantJayGuard(
  span: Span,
  ids: JayGuardIds,
): Plantation<Omit<JayGuardEvent, 'raw'>> {
  const { steps, first } = plan(span, guardStories);
  return {
    rest: first,
    events: steps.map((request, index) => {
      // Whole seconds, as the list has them.
      const time = Math.floor(request.at / 1000) * 1000;
      const { raw, ...of } = guardEvent(request, time, ids, first + index);
      return { time, event: { raw, of } };
    }),
  };
}

/** Every story that services of this data hold, by the ids of its events. */
export function plantedIn(spans: { pachca: Span; jayguard: Span }, ids: JayGuardIds): Planted[] {
  const pachca = plan(spans.pachca, pachcaStories);
  const jayguard = plan(spans.jayguard, guardStories);
  const tell = (source: Planted['source'], idOf: (index: number) => string) => {
    return ({ story: { topic, quiet, about }, at }: Plan<unknown>['stories'][number]): Planted => ({
      source,
      topic,
      quiet,
      about,
      ids: at.map(idOf),
    });
  };
  const pachcaIds = plantPachca(spans.pachca, (event) => ({ raw: '', of: event })).events;
  return [
    ...pachca.stories.map(tell('pachca', (index) => pachcaIds[index]?.event.of.id ?? '')),
    ...jayguard.stories.map(
      tell('jayguard', (index) => String(ids.first + BigInt(jayguard.first + index))),
    ),
  ];
}

function guardEvent(
  { person, application, text, findings, action }: Request,
  time: number,
  ids: JayGuardIds,
  index: number,
): JayGuardEvent {
  const rule = guardRules.find(({ method }) => method === findings[0]?.searchMethodId);
  const object = {
    requestId: `req-${hash(index, 301).toString(16).padStart(8, '0')}-${index.toString(16)}`,
    createdAt: new Date(time).toISOString().replace('.000Z', 'Z'),
    userId: `jg-${person.id}`,
    email: person.email,
    appliedRules: rule && action !== 'allow' ? [rule.rule] : [],
    action,
    filter: filters[0],
    application,
    message: `LAST_USER_REQUEST: ${text}`,
    ...(rule && action !== 'allow' ? { actionEntityKey: rule.entity, threshold: 0.8 } : {}),
  };
  return jayGuardEvent(ids, index, object, findings);
}
