import type { MappedEvent } from '../../src/shared/event.ts';

/** An event of which nothing is known but what whoever makes one adds. */
export const blankEvent: Omit<MappedEvent, 'id' | 'source' | 'time' | 'event'> = {
  actor: null,
  actorType: null,
  actorName: null,
  target: null,
  targetType: null,
  ip: null,
  userAgent: null,
  application: null,
  filter: null,
  rules: [],
  text: null,
  findings: null,
  content: null,
  details: {},
};
