import { useTranslation } from 'react-i18next';
import { useZone } from '../../state/preferences.ts';
import { goTo, openDialog } from '../../state/navigation.ts';
import { useAppInfo } from '../../state/preferences.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { writeQuery } from './query-text.ts';
import styles from './help-dialog.module.css';

const keys = [
  { id: 'search', keys: ['/', 'Ctrl F'] },
  { id: 'leave', keys: ['Esc'] },
  { id: 'rows', keys: ['↑', '↓', 'j', 'k'] },
  { id: 'pages', keys: ['PageUp', 'PageDown'] },
  { id: 'ends', keys: ['Ctrl Home', 'Ctrl End'] },
  { id: 'cells', keys: ['←', '→'] },
  { id: 'open', keys: ['Enter'] },
  { id: 'menu', keys: ['Shift F10'] },
  { id: 'exclude', keys: ['Alt', 'click'] },
  { id: 'histogram', keys: ['Shift ←', 'Shift →', 'Enter'] },
  { id: 'collect', keys: ['Ctrl Shift K'] },
  { id: 'export', keys: ['Ctrl E'] },
  { id: 'settings', keys: ['Ctrl ,'] },
  { id: 'json', keys: ['c', 'p'] },
  { id: 'help', keys: ['?', 'F1'] },
] as const;

const examples = [
  { id: 'word', query: 'посылка' },
  { id: 'phrase', query: '"точная фраза"' },
  { id: 'field', query: 'event:user_2fa_fail' },
  { id: 'wildcard', query: 'event:user_* ip:10.0.*' },
  { id: 'or', query: '(rule:person OR finding:person) -event:allow' },
  { id: 'time', query: 'time:[2026-01-01 TO 2026-01-31]' },
  { id: 'number', query: 'details.threshold>0.8' },
  { id: 'has', query: 'has:findings -has:ip' },
  { id: 'is', query: 'is:late -is:own' },
] as const;

/** Keys, and what can be asked: with a session open, an example is a button that asks it. */
export function HelpDialog({ canAsk }: { canAsk: boolean }) {
  const { t } = useTranslation('review');
  const zone = useZone();
  const mac = useAppInfo()?.platform === 'darwin';
  const close = () => openDialog(null);
  return (
    <Dialog title={t('help.title')} size="wide" onClose={close}>
      <div className={styles.halves}>
        <section>
          <h3>{t('help.queries')}</h3>
          <ul className={styles.list}>
            {examples.map(({ id, query }) => (
              <li key={id}>
                <button
                  type="button"
                  className={styles.example}
                  disabled={!canAsk}
                  onClick={() => {
                    writeQuery(query, zone);
                    goTo('review');
                  }}
                >
                  {query}
                </button>
                <p className="muted">{t(`help.${id}`)}</p>
              </li>
            ))}
          </ul>
          <p className="muted">{t('help.fields')}</p>
        </section>
        <section>
          <h3>{t('help.keys')}</h3>
          <dl className={styles.keys}>
            {keys.map(({ id, keys: pressed }) => (
              <div key={id}>
                <dt>
                  {pressed.map((one) => (
                    <Kbd key={one}>
                      {one === 'click' ? t('help.click') : mac ? one.replace('Ctrl', '⌘') : one}
                    </Kbd>
                  ))}
                </dt>
                <dd>{t(`keys.${id}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
