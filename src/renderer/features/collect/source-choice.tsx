import { useTranslation } from 'react-i18next';
import type { Source } from '../../../shared/contract.ts';
import { Checkbox } from '../../ui/choice.tsx';
import { hasToken } from './orders.ts';
import styles from './collect.module.css';

interface SourceChoiceProps {
  sources: readonly Source[];
  /** Ids. */
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** One or more of the sources; each becomes a job of its own. */
export function SourceChoice({ sources, chosen, onChange }: SourceChoiceProps) {
  const { t } = useTranslation(['collect', 'common', 'sources']);
  // Its service is named where its name does not say it, its token where it cannot be asked.
  const nameOf = ({ kind, name }: Source) => {
    const service = t(`common:${kind}`);
    return name.includes(service) ? name : `${name} · ${service}`;
  };
  return (
    <fieldset className={styles.sources}>
      <legend>{t('sources')}</legend>
      {sources.map((source) => (
        <Checkbox
          key={source.id}
          label={nameOf(source)}
          {...(hasToken(source) ? {} : { note: t(`sources:tokenState.${source.token}`) })}
          value={chosen.includes(source.id)}
          isDisabled={!hasToken(source)}
          onChange={(wanted) =>
            onChange(wanted ? [...chosen, source.id] : chosen.filter((id) => id !== source.id))
          }
        />
      ))}
    </fieldset>
  );
}
