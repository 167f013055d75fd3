import type { SourceKind } from '../../shared/event.ts';
import type { Connector } from './connector.ts';
import { pachca } from './pachca/connector.ts';

/** Every connector by its kind: a kind without one does not compile. */
export const connectors = { pachca } as const satisfies Partial<Record<SourceKind, Connector>>;
