import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tagName, type MarkTarget } from '../../../shared/marks.ts';
import { quoteValue } from '../../../shared/query/quote.ts';
import type { Selection } from '../../../shared/session.ts';
import { useCall } from '../../api.ts';
import { tagEvents, useTags } from '../../state/marks.ts';
import { useFormat } from '../../state/preferences.ts';
import { useStore } from '../../state/store.ts';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { SuggestField } from '../../ui/suggest-field.tsx';
import { tagging } from './tagging.ts';

/** Once, beside the screens: open while there is something to tag. */
export function TagDialog() {
  const { target } = useStore(tagging);
  return target && <Tagging target={target} onClose={() => tagging.set({ target: null })} />;
}

/** Adds a tag to events or takes it away; for all that match, their number is asked first. */
function Tagging({ target, onClose }: { target: MarkTarget; onClose: () => void }) {
  const { t } = useTranslation('marks');
  const format = useFormat();
  const tags = useTags();
  const [name, setName] = useState('');
  const [what, setWhat] = useState<'add' | 'remove'>('add');
  const [pending, setPending] = useState(false);
  const counts = useCounts(target, name.trim());
  const words = tags.map((tag) => ({
    id: tag.name,
    label: t('tags.events', { count: tag.events, number: format.number(tag.events) }),
  }));
  const many = counts && (what === 'add' ? counts.all - counts.carry : counts.carry);
  const title =
    'selection' in target
      ? t('tag.all', { count: counts?.all ?? 0, number: format.number(counts?.all ?? 0) })
      : target.rows.length === 1
        ? t('tag.one')
        : t('tag.some', {
            count: target.rows.length,
            number: format.number(target.rows.length),
          });
  async function submit(): Promise<void> {
    setPending(true);
    const done = await tagEvents(target, name.trim(), what === 'add');
    setPending(false);
    if (done) onClose();
  }

  return (
    <FormDialog
      title={title}
      submit={
        many === null || many === undefined
          ? t(what === 'add' ? 'tag.adding' : 'tag.removing')
          : t(what === 'add' ? 'tag.doAdd' : 'tag.doRemove', {
              count: many,
              number: format.number(many),
            })
      }
      canSubmit={tagName.safeParse(name).success && many !== 0}
      isPending={pending}
      dirty={false}
      onSubmit={() => {
        void submit();
      }}
      onClose={onClose}
    >
      <SuggestField
        label={t('tag.name')}
        placeholder={t('tag.namePlaceholder')}
        suggestions={words}
        autoFocus
        value={name}
        onChange={setName}
      />
      <ChoiceGroup
        label={t('tag.what')}
        look="bar"
        value={what}
        onChange={setWhat}
        choices={[
          { id: 'add', label: t('tag.adding') },
          { id: 'remove', label: t('tag.removing') },
        ]}
      />
      {'selection' in target && (
        <p className="muted">
          {t('tag.question')}{' '}
          {counts && counts.carry > 0 && t('tag.carried', { number: format.number(counts.carry) })}
        </p>
      )}
    </FormDialog>
  );
}

const nothing: Selection = { query: '', zone: 'UTC', period: null };

/** Of all that match, how many there are and how many carry the tag; null for chosen rows. */
function useCounts(target: MarkTarget, tag: string): { all: number; carry: number } | null {
  const isAll = 'selection' in target;
  const selection = isAll ? target.selection : nothing;
  const given = selection.query.trim();
  const tagged = `tag:${quoteValue(tag)}`;
  const query = given === '' ? tagged : `(${given}) ${tagged}`;
  const all = useCall('review.count', { selection }, { enabled: isAll });
  const carrying = useCall(
    'review.count',
    { selection: { ...selection, query } },
    { enabled: isAll && tag !== '', fresh: true },
  );
  if (!isAll || !all.data) return null;
  return { all: all.data.matching, carry: tag === '' ? 0 : (carrying.data?.matching ?? 0) };
}
