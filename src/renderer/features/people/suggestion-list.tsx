import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actorKey, personName, type People, type Suggestion } from '../../../shared/people.ts';
import { changePeople } from '../../state/people.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { ActorName } from './actor-name.tsx';
import styles from './people.module.css';

/** Pairs that may be one person, each with its reason; nothing is linked without a press. */
export function SuggestionList({ people }: { people: People }) {
  const { t } = useTranslation('people');
  const { suggestions, persons } = people;
  if (suggestions.length === 0) {
    return (
      <EmptyState icon={Link2} title={t('noSuggestions')}>
        {t('noSuggestionsText')}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.list}>
      {suggestions.map((suggestion) => (
        <Suggested
          key={suggestion.actors.map(actorKey).join('\n')}
          suggestion={suggestion}
          known={persons.find(({ id }) => id === suggestion.person)?.name}
        />
      ))}
    </ul>
  );
}

interface SuggestedProps {
  suggestion: Suggestion;
  /** Whom one of them is known to be. */
  known: string | undefined;
}

function Suggested({ suggestion, known }: SuggestedProps) {
  const { t } = useTranslation('people');
  const [pending, setPending] = useState(false);
  const { actors, why, alike } = suggestion;
  const [one, other] = actors;
  // Above the reason there are both actors, mostly with what is alike.
  const isSeen = actors.some(({ actor, name: given }) => actor === alike || given === alike);
  const name = known ?? nameFor(suggestion);
  const both = { one: one.name ?? one.actor, other: other.name ?? other.actor };

  async function say(work: Parameters<typeof changePeople>[0]): Promise<void> {
    setPending(true);
    await changePeople(work);
    setPending(false);
  }

  const refs = ({ source, actor }: (typeof actors)[number]) => ({ source, actor });
  return (
    <li className={styles.suggestion}>
      <div className={styles.pair}>
        <ActorName actor={one} />
        <Link2 aria-hidden />
        <ActorName actor={other} />
      </div>
      <p className={styles.why}>
        {isSeen ? t(`why.${why}`) : t('whyWith', { why: t(`why.${why}`), alike })}
        {known !== undefined && <strong> {t('joins', { name: known })}</strong>}
      </p>
      <div className={styles.buttons}>
        <Button
          size="small"
          isDisabled={pending}
          aria-label={t('dismissNamed', both)}
          onPress={() => void say({ kind: 'apart', actors: [refs(one), refs(other)] })}
        >
          {t('dismiss')}
        </Button>
        <Button
          size="small"
          isPending={pending}
          aria-label={t('confirmNamed', both)}
          onPress={() => void say({ kind: 'link', name, actors: [refs(one), refs(other)] })}
        >
          {t('confirm')}
        </Button>
      </div>
    </li>
  );
}

/** A name that can be a person's: the service's own rather than an address. */
function nameFor({ actors: [one, other] }: Suggestion): string {
  const names = [one.name, other.name].filter((name) => personName.safeParse(name).success);
  return (names.find((name) => name?.includes('@') === false) ?? names[0] ?? one.actor).slice(
    0,
    100,
  );
}
