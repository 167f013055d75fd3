import { createMasker, type SessionMasker } from '../privacy/masker.ts';
import { ShownParts } from '../privacy/shown.ts';
import { eventsOf, type EventPacket } from './event-packet.ts';
import { maskedEvents } from './masked-event.ts';
import type { ExportedEvent } from './session-store.ts';

/**
 * Reads the packets of one session in another thread, masked as their view was. It remembers
 * pseudonyms that come again. What it returns throws `session.damaged`.
 */
export function packetReader(): (packet: EventPacket) => ExportedEvent[] {
  let masker: SessionMasker | null = null;
  return (packet) => {
    const events = eventsOf(packet);
    if (!packet.mask) return events;
    const { secret, shown } = packet.mask;
    masker ??= createMasker(secret);
    return maskedEvents(events, masker, new ShownParts(shown));
  };
}
