import type { OpenSession } from '../../../shared/contract.ts';
export function CollectScreen(_: { session: OpenSession }) { return null; }
