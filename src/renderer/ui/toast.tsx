import {
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './button.tsx';
import styles from './toast.module.css';

export interface Toast {
  title: string;
  text?: string;
  tone?: 'info' | 'danger';
  action?: { label: string; onPress: () => void };
}

const queue = new ToastQueue<Toast>({ maxVisibleToasts: 3 });

/** Says something in passing; failures stay until they are closed. */
export function toast(content: Toast): void {
  queue.add(content, content.tone === 'danger' || content.action ? {} : { timeout: 6000 });
}

/** Once, at the root. */
export function Toasts() {
  const { t } = useTranslation('common');
  return (
    <ToastRegion queue={queue} aria-label={t('notices')} className={styles.region ?? ''}>
      {({ toast: { content, key } }) => (
        <AriaToast
          toast={{ content, key }}
          className={clsx(styles.toast, content.tone === 'danger' && styles.danger)}
        >
          <ToastContent className={styles.words ?? ''}>
            <Text slot="title">{content.title}</Text>
            {content.text && <Text slot="description">{content.text}</Text>}
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
              {content.action.label}
            </Button>
          )}
          <IconButton label={t('close')} icon={X} size="small" slot="close" />
        </AriaToast>
      )}
    </ToastRegion>
  );
}
