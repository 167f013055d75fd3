import {
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components';
import { useSyncExternalStore } from 'react';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../shared/errors.ts';
import { Button, IconButton } from './button.tsx';
import { failureOf, useFailureText } from './failure-text.ts';
import styles from './toast.module.css';

/** By key and not as text: what stays for long follows when the language changes. */
type Words =
  | 'common:copied'
  | `marks:${'undone' | 'redone' | 'nothingToUndo' | 'nothingToRedo' | 'noKey' | 'noKeyText' | 'openTags'}`
  | `collect:ended.${'complete' | 'partial' | 'failed' | 'noNames' | 'look'}`;

type Said =
  | Words
  | `collect:ended.named.${'complete' | 'partial' | 'failed'}`
  | `table:${'copy.copied' | 'copy.cut' | 'copy.tooMany' | 'copy.tooManyText' | 'pivot.nothing'}`;

/** What the placeholders of texts stand for. */
const noParams = { count: 0, number: '', of: '', most: '', name: '' };

interface Toast {
  title: Said | Failure;
  text?: Said;
  params?: Partial<typeof noParams>;
  tone?: 'info' | 'danger';
  action?: { label: Words; onPress: () => void };
}

const queue = new ToastQueue<Toast>({ maxVisibleToasts: 3 });

/** How long what wants no answer stands there, and what has to be read for longer, ms. */
const passing = 4000;
const reading = 10_000;

const stays = ({ tone, action }: Toast) => tone === 'danger' || action !== undefined;
/** A word about what was just done: it stands in the line of the status bar. */
const isWord = (content: Toast) => !stays(content) && content.text === undefined;

/** Says something in passing, the last word only; what has an action stays until it is closed. */
export function toast(content: Toast): void {
  const words = JSON.stringify(content);
  for (const { key, content: said } of queue.visibleToasts) {
    const isReplaced = isWord(content) ? isWord(said) : JSON.stringify(said) === words;
    if (isReplaced) queue.close(key);
  }
  const timeout = isWord(content) ? passing : reading;
  queue.add(content, stays(content) ? {} : { timeout });
}

/** Takes away what still stands there. */
export function clearToasts(): void {
  queue.clear();
}

/** Says what went wrong, and what to do; stays until it is closed. */
export function toastFailure(error: unknown): void {
  toast({ title: failureOf(error), tone: 'danger' });
}

const onToasts = (changed: () => void) => queue.subscribe(changed);
const holdsWord = () => queue.visibleToasts.some(({ content }) => isWord(content));

/** Whether a word stands in the line of the status bar. */
export function useIsWordShown(): boolean {
  return useSyncExternalStore(onToasts, holdsWord);
}

/** Once, at the root. */
export function Toasts() {
  const { t } = useTranslation(['common', 'collect', 'marks', 'table']);
  const failureText = useFailureText();
  const wordsOf = ({ title, text, ...content }: Toast) => {
    const params = { ...noParams, ...content.params };
    return typeof title === 'string'
      ? { what: t(title, params), next: text && t(text, params) }
      : failureText(title);
  };
  return (
    <ToastRegion queue={queue} aria-label={t('notices')} className={styles.region ?? ''}>
      {({ toast: { content, key } }) => (
        <AriaToast
          toast={{ content, key }}
          className={clsx(
            styles.toast,
            isWord(content) && styles.word,
            content.tone === 'danger' && styles.danger,
          )}
        >
          <ToastContent className={styles.words ?? ''}>
            <Text slot="title">{wordsOf(content).what}</Text>
            {wordsOf(content).next && <Text slot="description">{wordsOf(content).next}</Text>}
          </ToastContent>
          {content.action && (
            <Button
              size="small"
              slot={null}
              onPress={() => {
                content.action?.onPress();
                queue.close(key);
              }}
            >
              {t(content.action.label)}
            </Button>
          )}
          <IconButton label={t('close')} icon={X} size="small" slot="close" />
        </AriaToast>
      )}
    </ToastRegion>
  );
}
