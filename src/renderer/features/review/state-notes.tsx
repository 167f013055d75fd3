import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventRecord, Flag } from '../../../shared/session.ts';
import { useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import { completedBefore } from './completed-before.ts';
import { stateIcons } from './event-states.tsx';
import styles from './event-states.module.css';

/** What the session knows of an event beside what the service said of it, in plain words. */
export function StateNotes({ record }: { record: EventRecord }) {
  const { t } = useTranslation('review');
  const [comparing, setComparing] = useState(false);
  const { flags } = record.event;
  if (flags.length === 0) return null;
  return (
    <>
      <ul className={styles.notes} aria-label={t('stateNotes.label')}>
        {flags.map((flag) => {
          const Icon = stateIcons[flag];
          return (
            <li key={flag} data-flag={flag}>
              <Icon aria-hidden />
              <p>
                <strong>{t(`stateNotes.${flag}`)}</strong> <Why flag={flag} record={record} />
              </p>
              {flag === 'changed' && record.otherVersions.length > 0 && (
                <Button variant="link" size="small" onPress={() => setComparing(true)}>
                  {t('compare.action')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {comparing && <CompareDialog record={record} onClose={() => setComparing(false)} />}
    </>
  );
}

function Why({ flag, record }: { flag: Flag; record: EventRecord }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const info = useCall('session.info').data;
  if (flag === 'own') return t('stateNotes.ownWhy');
  if (flag === 'changed') return t('stateNotes.changedWhy', { count: record.otherVersions.length });
  if (flag === 'gone') {
    const { goneSince } = record;
    if (!goneSince) return t('stateNotes.goneStays');
    const { collectionId, at } = goneSince;
    return t('stateNotes.goneWhy', { collection: collectionId, time: format.isoMoment(at) });
  }
  const first = info && completedBefore(info.collections, record);
  const came = { collection: record.collectionId, time: format.isoMoment(record.receivedAt) };
  if (!first) return t('stateNotes.lateCame', came);
  const beforeTime = format.isoMoment(first.finishedAt ?? first.startedAt);
  return t('stateNotes.lateWhy', { ...came, before: first.id, beforeTime });
}
