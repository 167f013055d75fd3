import { Filter, Link2, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { quoteValue } from '../../../shared/query/quote.ts';
import type { Row } from '../../../shared/session.ts';
import { openPeople, usePersonOf } from '../../state/people.ts';
import { Button } from '../../ui/button.tsx';
import { showInTable } from '../overview/show-in-table.ts';
import styles from './people.module.css';

interface PersonProps {
  event: Row;
  actor: string;
}

/** Says who an actor is, where nobody has yet. */
export function LinkActor({ event, actor }: PersonProps) {
  const { t } = useTranslation('people');
  const { source, actorName: name } = event;
  if (usePersonOf({ source, actor })) return null;
  return (
    <Button
      size="small"
      variant="quiet"
      icon={Link2}
      onPress={() => openPeople('link', [{ source, actor, name }])}
    >
      {t('linkActor')}
    </Button>
  );
}

/** Whom the analyst says an event's actor to be, and the way to ask for them. */
export function PersonLine({ event, actor }: PersonProps) {
  const { t } = useTranslation('people');
  const person = usePersonOf({ source: event.source, actor });
  if (!person) return null;
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
