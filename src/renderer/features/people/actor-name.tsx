import { useTranslation } from 'react-i18next';
import type { Actor } from '../../../shared/people.ts';
import type { Linked } from '../../state/people.ts';
import { useFormat } from '../../state/preferences.ts';
import styles from './people.module.css';

/** An actor by name or address, with the service, the id and how much they did. */
export function ActorName({ actor }: { actor: Linked & Partial<Pick<Actor, 'events'>> }) {
  const { t } = useTranslation(['people', 'common']);
  const format = useFormat();
  const { source, name, events } = actor;
  return (
    <span className={styles.actor}>
      <span className={styles.name}>{name ?? actor.actor}</span>
      <span className={styles.facts}>
        {t(`common:${source}`)}
        {name !== null && <code>{actor.actor}</code>}
        {events !== undefined && t('events', { count: events, number: format.number(events) })}
      </span>
    </span>
  );
}
