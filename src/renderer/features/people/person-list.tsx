import { Filter, Pencil, Unlink, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fold } from '../../../shared/query/fold.ts';
import { quoteValue } from '../../../shared/query/quote.ts';
import { actorKey, personName, type Person } from '../../../shared/people.ts';
import { changePeople } from '../../state/people.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showInTable } from '../overview/show-in-table.ts';
import { ActorName } from './actor-name.tsx';
import styles from './people.module.css';

interface PersonListProps {
  persons: readonly Person[];
  /** The person goes to the table. */
  onLeave: () => void;
}

/** Everybody the analyst has linked, with who said so and when. */
export function PersonList({ persons, onLeave }: PersonListProps) {
  const { t } = useTranslation('people');
  if (persons.length === 0) {
    return (
      <EmptyState icon={Users} title={t('noPersons')}>
        {t('noPersonsText')}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.list}>
      {persons.map((person) => (
        <PersonEntry key={person.id} person={person} persons={persons} onLeave={onLeave} />
      ))}
    </ul>
  );
}

function PersonEntry({ person, persons, onLeave }: { person: Person } & PersonListProps) {
  const { t } = useTranslation('people');
  const format = useFormat();
  const [renaming, setRenaming] = useState(false);
  const { name, links } = person;
  return (
    <li className={styles.person}>
      {renaming ? (
        <Renaming person={person} persons={persons} onDone={() => setRenaming(false)} />
      ) : (
        <div className={styles.personHead}>
          <h3>{name}</h3>
          <IconButton
            size="small"
            icon={Pencil}
            label={t('rename', { name })}
            onPress={() => setRenaming(true)}
          />
          <Button
            size="small"
            icon={Filter}
            aria-label={t('onlyNamed', { name })}
            onPress={() => {
              onLeave();
              showInTable(`person:${quoteValue(name)}`);
            }}
          >
            {t('only')}
          </Button>
        </div>
      )}
      <ul>
        {links.map((link) => (
          <li key={actorKey(link)} className={styles.link}>
            <ActorName actor={link} />
            <span className={styles.said}>
              {t('said', { who: link.who, at: format.isoMoment(link.at) })}
            </span>
            <IconButton
              size="small"
              icon={Unlink}
              label={t('unlink', { actor: link.name ?? link.actor, name })}
              onPress={() =>
                void changePeople({
                  kind: 'unlink',
                  actor: { source: link.source, actor: link.actor },
                })
              }
            />
          </li>
        ))}
      </ul>
    </li>
  );
}

interface RenamingProps {
  person: Person;
  persons: readonly Person[];
  onDone: () => void;
}

function Renaming({ person, persons, onDone }: RenamingProps) {
  const { t } = useTranslation(['people', 'common']);
  const [name, setName] = useState(person.name);
  const taken = persons.some(
    ({ id, name: one }) => id !== person.id && fold(one) === fold(name.trim()),
  );
  const good = personName.safeParse(name).success && !taken;

  async function keep(): Promise<void> {
    if (!good) return;
    const work = { kind: 'rename', person: person.id, name: name.trim() } as const;
    if (name.trim() === person.name || (await changePeople(work))) onDone();
  }

  return (
    <form
      className={styles.renaming}
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <TextField
        label={t('name')}
        value={name}
        onChange={setName}
        autoFocus
        error={taken ? t('taken') : undefined}
      />
      <Button size="small" onPress={onDone}>
        {t('common:cancel')}
      </Button>
      <Button size="small" type="submit" variant="primary" isDisabled={!good}>
        {t('common:save')}
      </Button>
    </form>
  );
}
