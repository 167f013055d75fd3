import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useCollectionWords } from './collection-words.ts';
import { interruptedOf } from './ledger-facts.ts';
import { useGoOn } from './use-go-on.tsx';

/** What was left half-way, as when the program died; it goes on at one press. */
export function ResumeNotice({ banner = false }: { banner?: boolean }) {
  const { t } = useTranslation('collect');
  const words = useCollectionWords();
  const { canGoOn, goOn, question } = useGoOn();
  const info = useCall('session.info').data;
  const left = info ? interruptedOf(info.collections, info.coverage).filter(canGoOn) : [];
  const what = left.map((one) => `${words.source(one)}, ${words.asked(one)}`).join('; ');
  return (
    <>
      {left.length > 0 && (
        <Notice
          tone="warning"
          banner={banner}
          action={
            <Button
              size="small"
              variant={banner ? 'link' : 'default'}
              onPress={() => {
                for (const one of left) goOn(one);
              }}
            >
              {t(left.length > 1 ? 'resumeNotice.all' : 'goOn')}
            </Button>
          }
        >
          {t('resumeNotice.text', { count: left.length, what })} {t('resumeNotice.kept')}
        </Notice>
      )}
      {question}
    </>
  );
}
