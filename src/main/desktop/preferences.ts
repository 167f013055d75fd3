import { nativeTheme } from 'electron';
import { defaultSettings, settingsSchema, type Settings } from '../../shared/settings.ts';
import type { Channels } from '../../shared/contract.ts';
import type { z } from 'zod';
import { openRecordFile } from './record-file.ts';

type Changes = z.output<Channels['settings.set']['input']>;

export interface Preferences {
  get: () => Settings;
  set: (changes: Changes) => Settings;
}

/** The person's settings in their file; whatever changes is applied and told at once. */
export function openPreferences(onChange: (settings: Settings) => void): Preferences {
  const file = openRecordFile('settings', settingsSchema, defaultSettings);
  nativeTheme.themeSource = file.get().theme;
  return {
    get: () => file.get(),
    set(changes) {
      const settings = file.set(changes);
      nativeTheme.themeSource = settings.theme;
      onChange(settings);
      return settings;
    },
  };
}
