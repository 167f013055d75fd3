import { useMemo } from 'react';
import { Eye } from 'lucide-react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { relianceOf, type Reason, type Reliance } from '../../../shared/reliance.ts';
import { useCall } from '../../api.ts';
import { proposeCollection } from '../../state/collections.ts';
import { goTo, openDialog } from '../../state/navigation.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { shown } from '../../state/selection.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Switch } from '../../ui/switch.tsx';
import overlay from '../../ui/overlay.module.css';
import { RelianceReasons } from '../collect/reliance-reasons.tsx';
import { useRelianceWords } from '../collect/reliance-words.ts';
import { verdictIcons } from '../collect/verdict-icons.ts';
import { missingOf } from './missing.ts';
import { stancesOf, toggleTerm } from './query-edit.ts';
import { typed, writeQuery } from './query-text.ts';
import { useReview } from './review-context.ts';
import styles from './trust-bar.module.css';

/** Can one rely on what is shown, and the analyst's own traces in it: always in sight. */
export function TrustBar() {
  const info = useCall('session.info').data;
  const period = useStore(shown, (now) => now.period);
  const reliance = useMemo(() => info && relianceOf(info, period), [info, period]);
  if (!reliance) return <div className={styles.bar} />;
  return (
    <div className={styles.bar} data-verdict={reliance.verdict}>
      <Verdict reliance={reliance} />
      <OwnReading />
    </div>
  );
}

function Verdict({ reliance }: { reliance: Reliance }) {
  const { t } = useTranslation(['reliance', 'review']);
  const words = useRelianceWords();
  const { verdict, reasons, blocksUnseen } = reliance;
  const Icon = verdictIcons[verdict];
  const sentence = words.sentence(reliance);
  const missing = missingOf(reliance);
  return (
    <section className={styles.verdict} aria-label={t('label')}>
      <Icon aria-hidden />
      <p className={styles.sentence} title={sentence}>
        {sentence}
      </p>
      {(reasons.length > 0 || blocksUnseen) && (
        <DialogTrigger>
          <Button variant="link" size="small">
            {t('why')}
          </Button>
          <Popover className={overlay.popover ?? ''} placement="bottom start">
            <Dialog className={styles.reasons ?? ''} aria-label={t('label')}>
              {({ close }) => (
                <>
                  <p className={styles.whole}>{words.verdict(reliance)}</p>
                  <RelianceReasons
                    reliance={reliance}
                    renderAction={(reason) => <LookInto reason={reason} onLook={close} />}
                  />
                </>
              )}
            </Dialog>
          </Popover>
        </DialogTrigger>
      )}
      {missing && (
        <Button
          variant="link"
          size="small"
          onPress={() => {
            proposeCollection(missing);
            goTo('collect');
          }}
        >
          {t('review:coverage.collectMissing')}
        </Button>
      )}
    </section>
  );
}

/** To the events that a reason is about, or to what can be done for them. */
function LookInto({ reason, onLook }: { reason: Reason; onLook: () => void }) {
  const { t } = useTranslation(['reliance', 'review']);
  const { kind } = reason;
  const look = {
    quarantined: () => openDialog('quarantine'),
    conflicts: () => shown.set({ query: 'is:changed' }),
    gone: () => shown.set({ query: 'is:gone' }),
    details: () => openDialog('details'),
  };
  if (kind !== 'quarantined' && kind !== 'conflicts' && kind !== 'gone' && kind !== 'details') {
    return null;
  }
  return (
    <Button
      variant="link"
      size="small"
      onPress={() => {
        onLook();
        look[kind]();
      }}
    >
      {t(kind === 'details' ? 'review:fetchDetails.title' : 'show')}
    </Button>
  );
}

/** Every reading of the log leaves an event in it: hidden with one switch, its count always there. */
function OwnReading() {
  const { t } = useTranslation('review');
  const format = useFormat();
  const zone = useZone();
  const info = useCall('session.info').data;
  const own = useReview((review) => review.statesInPeriod.own ?? null);
  const hidden = useStore(
    typed,
    ({ text }) => stancesOf(text, 'is').get('own')?.stance === 'exclude',
  );
  if (!info || (info.flags.own === 0 && !hidden)) return null;
  return (
    <div className={styles.own}>
      <Eye aria-hidden />
      <Switch
        value={hidden}
        onChange={() => writeQuery(toggleTerm(typed.get().text, 'is', 'own', 'exclude'), zone)}
      >
        {t('own.hide')}
        {own !== null && (
          <span
            className={styles.count}
            title={t('own.events', { count: own, number: format.number(own) })}
          >
            <span className="visually-hidden">: </span>
            {format.number(own)}
          </span>
        )}
      </Switch>
    </div>
  );
}
