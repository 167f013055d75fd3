import { useEffect } from 'react';
import { api, queryClient } from '../../api.ts';
import { useSettings } from '../../state/preferences.ts';
import { shown } from '../../state/selection.ts';
import type { Settings } from '../../../shared/settings.ts';

/** Keeps a changed setting: on the screen at once, on disk when main has written it. */
export function saveSettings(change: Partial<Settings>): void {
  queryClient.setQueryData<Settings>(
    ['settings.get', undefined],
    (old) => old && { ...old, ...change },
  );
  // What cannot be written is lost with this run only; the next change tries again.
  api.call('settings.set', change).catch(() => undefined);
}

/** The columns of the settings, and told to those who export what is shown. */
export function useColumns(): Settings['columns'] {
  const { columns } = useSettings();
  useEffect(() => shown.set({ columns }), [columns]);
  return columns;
}
