import type { SourceKind } from '../../shared/event.ts';
import type { Connector } from '../connectors/connector.ts';
import type { ReadAgain } from '../store/session-store.ts';
import { readElement } from './read-element.ts';

type Readers = Readonly<Record<SourceKind, Pick<Connector, 'read' | 'readDetails'>>>;

/** No version reads these otherwise: what was cut off, or was kept a character a byte. */
const hopeless: ReadonlySet<string> = new Set([
  'depth',
  'incomplete',
  'not-json',
  'not-utf8',
  'too-deep',
]);

/** How an object of the quarantine is read again, wherever it came from. */
export function readAgainWith(connectors: Readers): ReadAgain {
  const readers = { pachca: connectors.pachca.read, jayguard: connectors.jayguard.read };
  return ({ source, origin, purpose, raw, reason }) => {
    if (hopeless.has(reason)) return null;
    try {
      if (purpose === 'details') {
        const details = connectors[source].readDetails?.(raw);
        return details ? { kind: 'details', details } : null;
      }
      if (origin === 'service') {
        const event = { event: readers[source](raw), raw, rawDetails: null, marks: null };
        return { kind: 'event', event };
      }
    } catch {
      return null;
    }
    // A file may hold lines of this program's own export; it may also say another source.
    const element = readElement({ text: raw, line: 1, problem: null }, source, readers);
    const isEvent = element.kind === 'event' && element.source === source;
    return isEvent ? { kind: 'event', event: element.event } : null;
  };
}
