import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { failureOf, useFailureText } from '../../ui/failure-text.ts';
import { toast } from '../../ui/toast.tsx';

/** Copies a text by way of main: the window itself has no right to the clipboard. */
export function useCopy(): (text: string) => void {
  const { t } = useTranslation('review');
  const words = useFailureText();
  return (text) => {
    api.call('clipboard.write', { text }).then(
      () => toast({ title: t('copied') }),
      (error: unknown) => {
        const { what, next } = words(failureOf(error));
        toast({ title: what, text: next, tone: 'danger' });
      },
    );
  };
}
