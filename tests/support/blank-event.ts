import type { MappedEvent } from '../../src/shared/event.ts';

/**
 * An event of which nothing is known but what whoever makes one adds. Its fields stand in the order
 * of the connectors' events: the store writes them as they come, and is fast with that order alone.
 */
export const blankEvent: MappedEvent = {
  id: '',
  source: 'pachca',
  time: 0,
  event: '',
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
