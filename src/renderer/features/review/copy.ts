import { api } from '../../api.ts';
import { toast, toastFailure } from '../../ui/toast.tsx';

/** Copies a text by way of main: the window itself has no right to the clipboard. */
export function copy(text: string): void {
  const say = () => toast({ title: 'common:copied' });
  api.call('clipboard.write', { text }).then(say, toastFailure);
}
