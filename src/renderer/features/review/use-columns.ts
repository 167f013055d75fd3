import { useEffect, useMemo } from 'react';
import { api, queryClient } from '../../api.ts';
import { useSettings } from '../../state/preferences.ts';
import { shown } from '../../state/selection.ts';
import type { Settings } from '../../../shared/settings.ts';
import { pinnedFirst } from './columns.ts';

/** Keeps a changed setting: on the screen at once, on disk when main has written it. */
export function saveSettings(change: Partial<Settings>): void {
  queryClient.setQueryData<Settings>(
    ['settings.get', undefined],
    (old) => old && { ...old, ...change },
  );
  // What cannot be written is lost with this run only; the next change tries again.
  api.call('settings.set', change).catch(() => undefined);
}

/** The columns of the settings as they stand in the table, and told to those who export it. */
export function useColumns(): Settings['columns'] {
  const { columns } = useSettings();
  const standing = useMemo(() => pinnedFirst(columns), [columns]);
  useEffect(() => shown.set({ columns: standing }), [standing]);
  return standing;
}
