import { Star, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { star } from '../../../shared/marks.ts';
import { useTags } from '../../state/marks.ts';
import styles from './marks.module.css';

interface TagChipProps {
  tag: string;
  /** A place in the palette; undefined while the session's tags are on the way. */
  colour: number | undefined;
  /** With a button that takes it away. */
  onRemove?: () => void;
}

/** Tags in their colours; the star, which takes the least room, before those that may be cut. */
export function TagList({ tags: names }: { tags: readonly string[] }) {
  const tags = useTags();
  const starFirst = names.toSorted((a, b) => Number(b === star) - Number(a === star));
  return starFirst.map((name) => (
    <TagChip key={name} tag={name} colour={tags.find((tag) => tag.name === name)?.colour} />
  ));
}

/** Tags where there is room for their colours alone; their names are said and in the tooltip. */
export function TagDots({ tags: names }: { tags: readonly string[] }) {
  const tags = useTags();
  return (
    <span className={styles.dots} role="img" aria-label={names.join(', ')} title={names.join(', ')}>
      {names.map((name) =>
        name === star ? (
          <span key={name} className={styles.star}>
            <Star aria-hidden />
          </span>
        ) : (
          <span
            key={name}
            className={styles.dot}
            data-colour={tags.find((tag) => tag.name === name)?.colour}
          />
        ),
      )}
    </span>
  );
}

/** A tag in its colour, never by colour alone; the star is drawn as one. */
export function TagChip({ tag, colour, onRemove }: TagChipProps) {
  const { t } = useTranslation('marks');
  if (tag === star) {
    return (
      <span className={styles.star} role="img" aria-label={star}>
        <Star aria-hidden />
      </span>
    );
  }
  return (
    <span className={styles.chip} data-colour={colour} title={tag}>
      <span className={styles.name}>{tag}</span>
      {onRemove && (
        <button type="button" aria-label={t('tag.remove', { tag })} onClick={onRemove}>
          <X aria-hidden />
        </button>
      )}
    </span>
  );
}
