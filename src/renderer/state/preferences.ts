import { useTranslation } from 'react-i18next';
import { useCall } from '../api.ts';
import type { ChannelOutput } from '../../shared/contract.ts';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import type { Language } from '../../shared/locales/texts.ts';
import { formatOf, type Format } from '../../shared/format.ts';

export type AppInfo = ChannelOutput<'app.info'>;

export function useSettings(): Settings {
  return useCall('settings.get').data ?? defaultSettings;
}

export function useAppInfo(): AppInfo | undefined {
  return useCall('app.info').data;
}

/** IANA zone in which everything is shown. */
export function useZone(): string {
  const { zone } = useSettings();
  const system = useAppInfo()?.systemZone ?? 'UTC';
  return zone === 'system' ? system : zone;
}

export function languageOf(settings: Settings, info: Pick<AppInfo, 'systemLanguage'>): Language {
  return settings.language === 'system' ? info.systemLanguage : settings.language;
}

/** Numbers and times in the language and zone of the moment. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const zone = useZone();
  return formatOf(i18n.language, zone);
}
