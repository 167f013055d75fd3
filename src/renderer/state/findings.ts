import type { Severity } from '../../shared/rules.ts';
import type { TriageState } from '../../shared/triage.ts';
import { createStore } from './store.ts';

export type FindingsPart = 'findings' | 'rules';

/** What the page of findings shows; it stays while the person is elsewhere. */
export const findingsPlace = createStore<{
  part: FindingsPart;
  state: TriageState | 'all';
  /** The least that is shown. */
  severity: Severity;
  /** Key of the finding on the right. */
  chosen: string | null;
}>({ part: 'findings', state: 'all', severity: 'informational', chosen: null });
