import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { newCipher } from '../../../shared/session.ts';
import { queryClient, useAction } from '../../api.ts';
import type { Settings } from '../../../shared/settings.ts';
import { useAppInfo, useSettings } from '../../state/preferences.ts';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { SearchSelect } from '../../ui/search-select.tsx';
import { PrivacySettings } from '../privacy/privacy-settings.tsx';
import { HistorySetting } from './history-setting.tsx';
import { SignersSetting } from './signers-setting.tsx';
import { zoneChoices } from './zones.ts';
import styles from './settings.module.css';

/** Every choice is in force at once; there is nothing to save. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('settings');
  const settings = useSettings();
  const info = useAppInfo();
  const save = useAction('settings.set');
  const zones = useMemo(() => zoneChoices(), []);
  const set = (change: Partial<Settings>) => {
    save.mutate(change, {
      onSuccess: (saved) => queryClient.setQueryData(['settings.get', undefined], saved),
    });
  };
  return (
    <Dialog title={t('title')} size="narrow" onClose={onClose}>
      <div className={styles.rows}>
        <ChoiceGroup
          label={t('language.label')}
          look="bar"
          value={settings.language}
          onChange={(language) => set({ language })}
          choices={(['system', 'ru', 'en'] as const).map((id) => ({
            id,
            label: t(`language.${id}`),
          }))}
        />
        <ChoiceGroup
          label={t('theme.label')}
          look="bar"
          value={settings.theme}
          onChange={(theme) => set({ theme })}
          choices={(['system', 'light', 'dark'] as const).map((id) => ({
            id,
            label: t(`theme.${id}`),
          }))}
        />
        <ChoiceGroup
          label={t('density.label')}
          look="bar"
          value={settings.density}
          onChange={(density) => set({ density })}
          choices={(['compact', 'comfortable'] as const).map((id) => ({
            id,
            label: t(`density.${id}`),
          }))}
        />
        <SearchSelect
          label={t('zone.label')}
          value={settings.zone}
          onChange={(zone) => set({ zone })}
          nothing={t('zone.nothing')}
          choices={[
            { id: 'system', label: t('zone.system', { zone: info?.systemZone ?? '' }) },
            ...zones,
          ]}
        />
      </div>
      <NumberField
        label={t('overlap.label')}
        note={t('overlap.note')}
        less={t('overlap.less')}
        more={t('overlap.more')}
        value={settings.overlapMinutes}
        onChange={(overlapMinutes) => set({ overlapMinutes })}
        from={0}
        to={10_080}
      />
      <PrivacySettings settings={settings} onChange={set} />
      <HistorySetting />
      <SignersSetting />
      {save.error && <FailureNotice failure={save.error} />}
      {info && (
        <section className={styles.about} aria-labelledby="about-title">
          <h3 id="about-title">{t('about.title')}</h3>
          <dl className={styles.facts}>
            <dt>Vestigo</dt>
            <dd>{info.version}</dd>
            <dt>Electron</dt>
            <dd>
              {info.electron} · Chromium {info.chromium}
              {info.standIn && <div className={styles.standIn}>{t('about.standIn')}</div>}
            </dd>
            <dt>{t('about.keychain')}</dt>
            <dd>{t(`keychain.${info.keychain}`)}</dd>
            <dt>{t('about.encryption')}</dt>
            <dd>{newCipher}</dd>
          </dl>
        </section>
      )}
    </Dialog>
  );
}
