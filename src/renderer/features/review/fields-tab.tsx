import { Copy, Filter, FilterX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useZone } from '../../state/preferences.ts';
import { useStore } from '../../state/store.ts';
import { fold } from '../../../shared/query/fold.ts';
import { parseInstant } from '../../../shared/instant.ts';
import type { EventRecord } from '../../../shared/session.ts';
import { IconButton } from '../../ui/button.tsx';
import { RevealButton } from '../privacy/masked-note.tsx';
import { shortValue } from './gist.ts';
import { copy } from './copy.ts';
import { useEventWords } from './event-words.ts';
import { stancesOf, toggleTerm, type Stance } from './query-edit.ts';
import { typed, writeQuery } from './query-text.ts';
import { eventTime } from './time-axis.ts';
import styles from './detail-pane.module.css';

/** What the head of the pane does not say, which has the first place. */
const own = [
  'actorName',
  'actor',
  'actorType',
  'target',
  'targetType',
  'ip',
  'userAgent',
  'application',
  'filter',
  'note',
] as const;
/** What it says: here to be copied and asked for. */
const inHead = ['event', 'source', 'time', 'id'] as const;
/** Long texts have their own tab; the value of a time is no whole value of the query language. */
const notAsked = new Set(['time', 'note']);

/** Every field that has a value, by its name in words and in the query language. */
export function FieldsTab({ record }: { record: EventRecord }) {
  const { t, i18n } = useTranslation('review');
  const words = useEventWords();
  const zone = useZone();
  const { event } = record;
  const meaning = words.meaning(event.event);
  const details = Object.entries(event.details);
  const instant = parseInstant(event.time);
  return (
    <div className={styles.tab}>
      {meaning !== null && <p className={styles.meaning}>{meaning}</p>}
      <dl className={styles.fields}>
        {own.map((name) =>
          event[name] === null || event[name] === '' ? null : (
            <Field key={name} name={name} label={t(`fields.${name}`)} value={event[name]} />
          ),
        )}
        {event.rules.map((rule) => (
          <Field key={rule} name="rules" label={t('fields.rules')} value={rule} />
        ))}
        {event.tags.map((tag) => (
          <Field key={tag} name="tags" label={t('fields.tags')} value={tag} />
        ))}
      </dl>
      {details.length > 0 && (
        <section>
          <h3 className={styles.sub}>{t('detail.details')}</h3>
          <dl className={styles.fields}>
            {details.map(([key, value]) => (
              <Field
                key={key}
                name={`details.${key}`}
                label={words.detail(key) ?? key}
                value={shortValue(value)}
                asked={value === null || typeof value !== 'object'}
                row={event.row}
              />
            ))}
          </dl>
        </section>
      )}
      <section>
        <h3 className={styles.sub}>{t('detail.itself')}</h3>
        <dl className={styles.fields}>
          {inHead.map((name) => (
            <Field
              key={name}
              name={name}
              label={t(`fields.${name}`)}
              value={event[name]}
              text={
                name === 'source'
                  ? words.source(event.source)
                  : name === 'time' && instant !== null
                    ? eventTime(instant, zone, i18n.language)
                    : undefined
              }
            />
          ))}
        </dl>
      </section>
    </div>
  );
}

interface FieldProps {
  name: string;
  label: string;
  value: string;
  /** What is shown where the value itself is not for people. */
  text?: string | undefined;
  asked?: boolean;
  /** Of the event, where the value may be masked. */
  row?: number;
}

function Field({ name, label, value, text, row, asked = !notAsked.has(name) }: FieldProps) {
  const { t } = useTranslation('review');
  const zone = useZone();
  const stance = useStore(typed, ({ text: query }) =>
    asked ? stancesOf(query, name).get(fold(value))?.stance : undefined,
  );
  const put = (wanted: Stance) =>
    writeQuery(toggleTerm(typed.get().text, name, value, wanted), zone);
  return (
    <div className={styles.field} data-stance={stance}>
      <dt>
        {label}
        <code>{name}</code>
      </dt>
      <dd>
        <span className={`${styles.value} selectable`}>{text ?? value}</span>
        <span className={styles.tools}>
          {row !== undefined && <RevealButton row={row} field={name} label={label} text={value} />}
          {asked && (
            <>
              <IconButton
                size="small"
                icon={Filter}
                label={t('menu.include', { value: label })}
                onPress={() => put('include')}
              />
              <IconButton
                size="small"
                icon={FilterX}
                label={t('menu.exclude', { value: label })}
                onPress={() => put('exclude')}
              />
            </>
          )}
          <IconButton
            size="small"
            icon={Copy}
            label={t('copyOf', { name: label })}
            onPress={() => copy(value)}
          />
        </span>
      </dd>
    </div>
  );
}
