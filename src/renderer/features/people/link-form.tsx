import { X } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fold } from '../../../shared/query/fold.ts';
import { actorKey, personName, type Person } from '../../../shared/people.ts';
import { useCall } from '../../api.ts';
import { changePeople, peoplePlace, type Linked } from '../../state/people.ts';
import { useStore } from '../../state/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { SuggestField } from '../../ui/suggest-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ActorName } from './actor-name.tsx';
import styles from './people.module.css';

const mostFound = 20;

/** Actors that a person searches for and links by hand; a known name takes them in. */
export function LinkForm({ persons }: { persons: readonly Person[] }) {
  const { t } = useTranslation(['people', 'common']);
  const { actors: chosen } = useStore(peoplePlace);
  const [given, setGiven] = useState<string | null>(null);
  const [find, setFind] = useState('');
  const [pending, setPending] = useState(false);
  const sought = useDeferredValue(find.trim());
  const found = useCall('people.actors', { find: sought, limit: mostFound }, { keep: true }).data;
  const name = given ?? (chosen.find(isNamed) ?? chosen[0])?.name ?? '';
  const joins = persons.some((person) => fold(person.name) === fold(name.trim()));
  const isChosen = (actor: Linked) => chosen.some((one) => actorKey(one) === actorKey(actor));
  const enough = chosen.length > (joins ? 0 : 1);

  function choose(actor: Linked, on: boolean): void {
    const others = chosen.filter((one) => actorKey(one) !== actorKey(actor));
    peoplePlace.set({ actors: on ? [...others, actor] : others });
  }

  async function link(): Promise<void> {
    setPending(true);
    const actors = chosen.map(({ source, actor }) => ({ source, actor }));
    const done = await changePeople({ kind: 'link', name: name.trim(), actors });
    setPending(false);
    if (done) peoplePlace.set({ part: 'persons', actors: [] });
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (enough && personName.safeParse(name).success) void link();
      }}
    >
      <section className={styles.column}>
        <TextField label={t('find')} value={find} onChange={setFind} autoFocus />
        <ul className={styles.found} aria-label={t('found')}>
          {found?.map((actor) => (
            <li key={actorKey(actor)}>
              <Checkbox
                label={actor.name ?? actor.actor}
                note={`${t(`common:${actor.source}`)} · ${actor.actor}`}
                value={isChosen(actor)}
                onChange={(on) => choose(actor, on)}
              />
            </li>
          ))}
        </ul>
        {found?.length === 0 && <p className="muted">{t('nobody')}</p>}
        {found?.length === mostFound && <p className="muted">{t('moreFound')}</p>}
      </section>
      <section className={styles.column}>
        <SuggestField
          label={t('name')}
          suggestions={persons.map((person) => ({
            id: person.name,
            label: t('actors', { count: person.links.length }),
          }))}
          value={name}
          onChange={setGiven}
        />
        <ul className={styles.chosen} aria-label={t('chosen')}>
          {chosen.map((actor) => (
            <li key={actorKey(actor)} className={styles.link}>
              <ActorName actor={actor} />
              <IconButton
                size="small"
                icon={X}
                label={t('leaveOut', { actor: actor.name ?? actor.actor })}
                onPress={() => choose(actor, false)}
              />
            </li>
          ))}
        </ul>
        <p className="muted">{joins ? t('joinsKnown') : t('twoAtLeast')}</p>
        <div className={styles.buttons}>
          <Button
            type="submit"
            variant="primary"
            isPending={pending}
            isDisabled={!enough || !personName.safeParse(name).success}
          >
            {t('link')}
          </Button>
        </div>
      </section>
    </form>
  );
}

/** Has a name, not an address. */
function isNamed({ name }: Linked): boolean {
  return name !== null && !name.includes('@');
}
