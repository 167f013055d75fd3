import { useEffect, useState } from 'react';
import type { ZonedDateTime } from '@internationalized/date';
import { useTranslation } from 'react-i18next';
import { parseInstant } from '../../../shared/instant.ts';
import { zoneName } from '../../../shared/zone.ts';
import { useSettings, useZone } from '../../state/preferences.ts';
import { useSelection, shown } from '../../state/selection.ts';
import { createStore, useStore } from '../../state/store.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { nearestTo } from './jump.ts';
import { MomentField } from './moment-field.tsx';
import { reviewMain } from './review-main.ts';
import type { ShownRow } from './row-pages.ts';
import { zoned } from './time-axis.ts';
import { saveSettings } from './use-columns.ts';

type TableDialog = 'jump' | 'around';

const opened = createStore<{ dialog: TableDialog | null }>({ dialog: null });

export function openTableDialog(dialog: TableDialog): void {
  opened.set({ dialog });
}

function close(): void {
  opened.set({ dialog: null });
}

interface TableDialogsProps {
  /** The row with the cursor, else the first. */
  row: ShownRow | undefined;
  /** To a place in the table. */
  onGo: (index: number) => void;
  onAround: (minutes: number) => void;
}

/** Once, with the table: what it asks before it goes elsewhere. */
export function TableDialogs({ row, onGo, onAround }: TableDialogsProps) {
  const { dialog } = useStore(opened);
  // The next session asks anew.
  useEffect(() => close, []);
  if (dialog === 'jump') return <JumpDialog row={row} onGo={onGo} onClose={close} />;
  if (dialog === 'around' && row) return <AroundDialog onShow={onAround} onClose={close} />;
  return null;
}

interface JumpDialogProps {
  row: ShownRow | undefined;
  onGo: (index: number) => void;
  onClose: () => void;
}

function JumpDialog({ row, onGo, onClose }: JumpDialogProps) {
  const { t, i18n } = useTranslation(['review', 'table']);
  const zone = useZone();
  const selection = useSelection();
  const sort = useStore(shown, (now) => now.sort);
  const [moment, setMoment] = useState<ZonedDateTime | null>(() => {
    const start = (row && parseInstant(row.time)) ?? selection.period?.from;
    return zoned(start ?? Date.now() * 1000, zone);
  });
  const [state, setState] = useState<{ pending: boolean; none: boolean; failure: unknown }>({
    pending: false,
    none: false,
    failure: null,
  });

  async function go(at: ZonedDateTime): Promise<void> {
    setState({ pending: true, none: false, failure: null });
    try {
      const index = await nearestTo(at.toDate().getTime() * 1000, { selection, sort }, reviewMain);
      if (index === null) return setState({ pending: false, none: true, failure: null });
      onClose();
      onGo(index);
    } catch (failure) {
      setState({ pending: false, none: false, failure });
    }
  }

  return (
    <FormDialog
      title={t('table:jump.title')}
      submit={t('table:jump.go')}
      canSubmit={moment !== null}
      isPending={state.pending}
      dirty={false}
      failure={state.failure}
      onSubmit={() => {
        if (moment) void go(moment);
      }}
      onClose={onClose}
    >
      <MomentField
        label={t('table:jump.label', { zone: zoneName(zone, i18n.language) })}
        value={moment}
        autoFocus
        onChange={setMoment}
      />
      <p className="muted" role={state.none ? 'alert' : undefined}>
        {t(state.none ? 'table:jump.none' : 'table:jump.text')}
      </p>
    </FormDialog>
  );
}

interface AroundDialogProps {
  onShow: (minutes: number) => void;
  onClose: () => void;
}

/** How far "around" reaches; it is kept for the next time. */
function AroundDialog({ onShow, onClose }: AroundDialogProps) {
  const { t } = useTranslation('table');
  const { aroundMinutes } = useSettings();
  const [minutes, setMinutes] = useState(aroundMinutes);
  return (
    <FormDialog
      title={t('pivot.aroundTitle')}
      submit={t('pivot.show')}
      canSubmit
      isPending={false}
      dirty={false}
      onSubmit={() => {
        saveSettings({ aroundMinutes: minutes });
        onClose();
        onShow(minutes);
      }}
      onClose={onClose}
    >
      <NumberField
        label={t('pivot.aroundLabel')}
        less={t('pivot.less')}
        more={t('pivot.more')}
        value={minutes}
        onChange={setMinutes}
        from={1}
        to={10_080}
      />
    </FormDialog>
  );
}
