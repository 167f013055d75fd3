import { useTranslation } from 'react-i18next';
import { mostCopied } from '../../../shared/contract.ts';
import { useAppInfo, useFormat, useSettings, useZone } from '../../state/preferences.ts';
import { goTo, openDialog } from '../../state/navigation.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { writeQuery } from './query-text.ts';
import { pivotKeys } from './table-keys.ts';
import styles from './help-dialog.module.css';

/** Keys by where they work; under them what is pressed, each with Ctrl or Shift before it. */
const groups = [
  {
    title: 'table:help.table',
    keys: [
      { word: 'keys.rows', keys: ['↑', '↓', 'j', 'k'] },
      { word: 'keys.pages', keys: ['PageUp', 'PageDown'] },
      { word: 'keys.ends', keys: ['Ctrl Home', 'Ctrl End'] },
      { word: 'keys.cells', keys: ['←', '→', 'Home', 'End'] },
      { word: 'keys.open', keys: ['Enter'] },
      { word: 'table:keys.sort', keys: ['Enter', 'Shift Enter'] },
      { word: 'keys.menu', keys: ['Shift F10'] },
      { word: 'table:keys.choose', keys: ['Space'] },
      { word: 'table:keys.extend', keys: ['Shift ↑', 'Shift ↓'] },
      { word: 'table:keys.chooseAll', keys: ['Ctrl A'] },
      { word: 'table:keys.chooseNone', keys: ['Esc'] },
      { word: 'table:keys.copy', keys: ['Ctrl C'] },
    ],
  },
  {
    title: 'table:help.pivots',
    keys: [
      { word: 'table:keys.include', keys: [pivotKeys.include] },
      { word: 'table:keys.exclude', keys: [pivotKeys.exclude] },
      { word: 'table:keys.actor', keys: [pivotKeys.actor] },
      { word: 'table:keys.address', keys: [pivotKeys.address] },
      { word: 'table:keys.request', keys: [pivotKeys.request] },
      { word: 'table:keys.chat', keys: [pivotKeys.chat] },
      { word: 'table:keys.around', keys: [pivotKeys.around] },
      { word: 'table:keys.compare', keys: [pivotKeys.compare] },
    ],
  },
  {
    title: 'table:help.marks',
    keys: [
      { word: 'table:keys.tags', keys: ['1', '…', '9'] },
      { word: 'table:keys.star', keys: ['S'] },
      { word: 'table:keys.tag', keys: ['T', 'Shift T'] },
      { word: 'table:keys.undo', keys: ['Ctrl Z', 'Ctrl Shift Z'] },
      { word: 'table:keys.note', keys: ['N'] },
      { word: 'table:keys.keepNote', keys: ['Ctrl Enter'] },
    ],
  },
  {
    title: 'table:help.anywhere',
    keys: [
      { word: 'keys.search', keys: ['/', 'Ctrl F'] },
      { word: 'searches:keys.complete', keys: ['↓', 'Tab'] },
      { word: 'searches:keys.history', keys: ['↑'] },
      { word: 'searches:keys.save', keys: ['Ctrl S'] },
      { word: 'searches:keys.saved', keys: ['Ctrl Shift F'] },
      { word: 'keys.leave', keys: ['Esc'] },
      { word: 'table:keys.trail', keys: ['Alt ←', 'Alt →'] },
      { word: 'table:keys.jump', keys: ['Ctrl G'] },
      { word: 'keys.facets', keys: ['F', '↑', '↓'] },
      { word: 'keys.exclude', keys: ['-', 'Alt click'] },
      { word: 'keys.toHistogram', keys: ['H'] },
      { word: 'keys.histogram', keys: ['Shift ←', 'Shift →', 'Enter'] },
      { word: 'keys.json', keys: ['c', 'p'] },
      { word: 'keys.collect', keys: ['Ctrl Shift K'] },
      { word: 'keys.export', keys: ['Ctrl E'] },
      { word: 'keys.settings', keys: ['Ctrl ,'] },
      { word: 'privacy:help.lock', keys: ['Ctrl L'] },
      { word: 'keys.help', keys: ['?', 'F1'] },
    ],
  },
] as const;

const examples = [
  { id: 'word', query: { ru: 'посылка', en: 'parcel' } },
  { id: 'phrase', query: { ru: '"точная фраза"', en: '"exact phrase"' } },
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
  const { t, i18n } = useTranslation(['review', 'table', 'searches', 'privacy']);
  const language = i18n.language === 'ru' ? 'ru' : 'en';
  const format = useFormat();
  const { aroundMinutes } = useSettings();
  const params = { most: format.number(mostCopied), minutes: format.number(aroundMinutes) };
  const zone = useZone();
  const mac = useAppInfo()?.platform === 'darwin';
  const close = () => openDialog(null);
  const named = (pressed: string) =>
    pressed.replace('click', t('help.click')).replace('Ctrl', mac ? '⌘' : 'Ctrl');
  return (
    <Dialog title={t('help.title')} size="wide" onClose={close}>
      <div className={styles.halves}>
        <section>
          <h3>{t('help.queries')}</h3>
          <ul className={styles.list}>
            {examples.map(({ id, query }) => {
              const asked = typeof query === 'string' ? query : query[language];
              return (
                <li key={id}>
                  <button
                    type="button"
                    className={styles.example}
                    disabled={!canAsk}
                    onClick={() => {
                      writeQuery(asked, zone);
                      goTo('review');
                    }}
                  >
                    {asked}
                  </button>
                  <p className="muted">{t(`help.${id}`)}</p>
                </li>
              );
            })}
          </ul>
          <div className={styles.list}>
            <p className="muted">{t('help.fields')}</p>
            <p className="muted">{t('privacy:help.masked')}</p>
          </div>
        </section>
        <section>
          <h3>{t('help.keys')}</h3>
          {groups.map(({ title, keys }) => (
            <section key={title} aria-label={t(title)}>
              <h4>{t(title)}</h4>
              <dl className={styles.keys}>
                {keys.map(({ word, keys: pressed }) => (
                  <div key={word}>
                    <dt>
                      {pressed.map((one) => (
                        <Kbd key={one}>{named(one)}</Kbd>
                      ))}
                    </dt>
                    <dd>{t(word, params)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </section>
      </div>
    </Dialog>
  );
}
