import { useTranslation } from 'react-i18next';
import type { Collection } from '../../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useCollectionWords } from './collection-words.ts';

interface ResumeNoticeProps {
  /** Those that were left half-way and can go on. */
  collections: readonly Collection[];
  onGoOn: (collection: Collection) => void;
}

/** On opening: something was left half-way, and goes on at one press. */
export function ResumeNotice({ collections, onGoOn }: ResumeNoticeProps) {
  const { t } = useTranslation(['collect', 'common']);
  const words = useCollectionWords();
  if (collections.length === 0) return null;
  const what = collections
    .map((one) => `${t(`common:${one.source}`)}, ${words.asked(one)}`)
    .join('; ');
  return (
    <Notice
      tone="warning"
      action={
        <Button
          size="small"
          variant="primary"
          onPress={() => {
            for (const one of collections) onGoOn(one);
          }}
        >
          {t(collections.length > 1 ? 'resumeNotice.all' : 'goOn')}
        </Button>
      }
    >
      {t('resumeNotice.text', { count: collections.length, what })} {t('resumeNotice.kept')}
    </Notice>
  );
}
