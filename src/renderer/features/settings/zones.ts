import { offsetOf } from '../../../shared/format.ts';
import type { Choice } from '../../ui/select.tsx';

/** Every zone the system knows with its offset now; UTC first, then by name. */
export function zoneChoices(): Choice<string>[] {
  const names = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')];
  return names.map((id) => ({ id, label: `${id} · ${offsetOf(id)}` }));
}
