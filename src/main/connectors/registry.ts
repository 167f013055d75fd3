import type { SourceKind } from '../../shared/event.ts';
import type { Connector } from './connector.ts';
import { jayguard } from './jayguard/connector.ts';
import { pachca } from './pachca/connector.ts';

/** Every connector by its kind: a kind without one does not compile. */
export const connectors = { pachca, jayguard } as const satisfies Record<SourceKind, Connector>;
