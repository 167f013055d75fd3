import type { Finding } from '../../../shared/rules.ts';
import type { TriageState } from '../../../shared/triage.ts';
import { api, refresh } from '../../api.ts';
import { toastFailure } from '../../ui/toast.tsx';
import type { Judged } from './use-findings.ts';

/** What can be done with a finding; all but `seen` and `new` open a dialog. */
export interface Doing {
  kind: TriageState | 'tell';
  judged: Judged;
}

/** By the place of the key: a Russian keyboard has other letters there. */
export const keysOf: readonly { key: string; does: Doing['kind'] }[] = [
  { key: 'V', does: 'seen' },
  { key: 'C', does: 'confirmed' },
  { key: 'D', does: 'dismissed' },
  { key: 'N', does: 'new' },
  { key: 'A', does: 'tell' },
];

/** What this key does here; null: it is none of these, or a field has the keyboard. */
export function doByKey(event: KeyboardEvent): Doing['kind'] | null {
  const { ctrlKey, metaKey, altKey, shiftKey, code, target } = event;
  if (ctrlKey || metaKey || altKey || shiftKey || isTyping(target)) return null;
  return keysOf.find(({ key }) => code === `Key${key}`)?.does ?? null;
}

/** @returns whether it was done; a failure is said. */
export async function judge(
  finding: Finding,
  state: TriageState,
  reason: string | null,
): Promise<boolean> {
  try {
    await api.call('findings.judge', { finding, state, reason });
    return true;
  } catch (error) {
    toastFailure(error);
    return false;
  } finally {
    await refresh('findings.judged');
  }
}

function isTyping(target: EventTarget | null): boolean {
  // A dialog is drawn elsewhere, yet its keys come by here.
  return (
    target instanceof HTMLElement && target.closest('input, textarea, [role="dialog"]') !== null
  );
}
