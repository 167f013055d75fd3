import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { peoplePlace, type PeoplePart } from '../../state/people.ts';
import { useStore } from '../../state/store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { LinkForm } from './link-form.tsx';
import { PersonList } from './person-list.tsx';
import { SuggestionList } from './suggestion-list.tsx';
import styles from './people.module.css';

/** Which actors are one person: what the session suggests, what the analyst said, and saying more. */
export function PeopleDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('people');
  const { part } = useStore(peoplePlace);
  const asked = useCall('people.list', undefined, { fresh: true });
  const people = asked.data;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What was pressed is gone with what it was about: the keyboard stays in the dialog.
    if (document.activeElement !== document.body) return;
    place.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  });
  return (
    <Dialog title={t('title')} size="wide" onClose={onClose}>
      <div className={styles.people} ref={place}>
        <p className="muted">{t('text')}</p>
        {asked.error ? (
          <FailureNotice failure={asked.error} onRetry={() => void asked.refetch()} />
        ) : people ? (
          <Tabs<PeoplePart>
            label={t('title')}
            selected={part}
            onSelect={(chosen) => peoplePlace.set({ part: chosen })}
            tabs={[
              {
                id: 'suggestions',
                label: t('suggestions', { count: people.suggestions.length }),
                content: <SuggestionList people={people} />,
              },
              {
                id: 'persons',
                label: t('persons', { count: people.persons.length }),
                content: <PersonList persons={people.persons} onLeave={onClose} />,
              },
              { id: 'link', label: t('byHand'), content: <LinkForm persons={people.persons} /> },
            ]}
          />
        ) : (
          <Skeleton lines={6} />
        )}
      </div>
    </Dialog>
  );
}
