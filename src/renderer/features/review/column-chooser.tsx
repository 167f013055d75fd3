import { Columns3, RotateCcw } from 'lucide-react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../state/preferences.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Switch } from '../../ui/switch.tsx';
import overlay from '../../ui/overlay.module.css';
import { defaultSettings } from '../../../shared/settings.ts';
import { MoreColumns } from './more-columns.tsx';
import { ShownColumns } from './shown-columns.tsx';
import { saveSettings } from './use-columns.ts';
import styles from './column-chooser.module.css';

/** Which columns, in which order, which of them pinned; keys of `details` and of the raw JSON too. */
export function ColumnChooser() {
  const { t } = useTranslation('review');
  return (
    <DialogTrigger>
      <IconButton icon={Columns3} label={t('table.columns')} />
      <Popover className={overlay.popover ?? ''} placement="bottom end" offset={4}>
        <Dialog aria-label={t('table.columns')} className={styles.panel ?? ''}>
          <ChooserPanel />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function ChooserPanel() {
  const { t } = useTranslation(['review', 'table']);
  const { wrap } = useSettings();
  return (
    <>
      <h3>{t('table.shownColumns')}</h3>
      <ShownColumns />
      <h3>{t('table.moreColumns')}</h3>
      <MoreColumns />
      <div className={styles.foot}>
        <Switch value={wrap} onChange={(on) => saveSettings({ wrap: on })}>
          {t('table:columns.wrap')}
        </Switch>
        <Button
          size="small"
          variant="quiet"
          icon={RotateCcw}
          onPress={() => saveSettings({ columns: defaultSettings.columns })}
        >
          {t('table.resetColumns')}
        </Button>
      </div>
    </>
  );
}
