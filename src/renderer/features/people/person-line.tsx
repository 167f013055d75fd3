import { Filter, Link2, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { quoteValue } from '../../../shared/query/quote.ts';
import type { Row } from '../../../shared/session.ts';
import { openPeople, usePersonOf } from '../../state/people.ts';
import { Button } from '../../ui/button.tsx';
import { showInTable } from '../overview/show-in-table.ts';
import styles from './people.module.css';

/** Whom the analyst says an event's actor to be, and the ways to ask for them or to say it. */
export function PersonLine({ event }: { event: Row }) {
  return event.actor === null ? null : <OfActor event={event} actor={event.actor} />;
}

function OfActor({ event, actor }: { event: Row; actor: string }) {
  const { t } = useTranslation('people');
  const { source, actorName: name } = event;
  const person = usePersonOf({ source, actor });
  if (!person) {
    return (
      <p className={styles.line}>
        <Button
          size="small"
          variant="quiet"
          icon={Link2}
          onPress={() => openPeople('link', [{ source, actor, name }])}
        >
          {t('linkActor')}
        </Button>
      </p>
    );
  }
  return (
    <p className={styles.line}>
      <UserRound aria-hidden />
      <span className="visually-hidden">{t('person')}: </span>
      <strong className="selectable">{person.name}</strong>
      <Button
        size="small"
        variant="quiet"
        icon={Filter}
        onPress={() => showInTable(`person:${quoteValue(person.name)}`)}
      >
        {t('only')}
      </Button>
      <Button size="small" variant="quiet" onPress={() => openPeople('persons')}>
        {t('change')}
      </Button>
    </p>
  );
}
