import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recipient } from '../../../shared/notices.ts';
import { useCall } from '../../api.ts';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './findings.module.css';

interface RecipientFieldProps {
  sourceId: string;
  value: Recipient | null;
  onChange: (to: Recipient) => void;
}

/** Somebody is still writing: each question goes to the service. */
const pauseMs = 300;

const keyOf = ({ kind, id }: Recipient): string => `${kind} ${id}`;

/** A person or a chat, found by name. */
export function RecipientField({ sourceId, value, onChange }: RecipientFieldProps) {
  const { t } = useTranslation('findings');
  const [find, setFind] = useState('');
  const [sought, setSought] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSought(find.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [find]);
  const isEnough = sought.length > 1;
  const asked = useCall('notices.recipients', { sourceId, find: sought }, { enabled: isEnough });
  const found = isEnough ? asked.data : undefined;
  // Whoever was chosen stays to be seen, whatever is searched for now.
  const isListed = found?.recipients.some((one) => value && keyOf(one) === keyOf(value));
  const listed = [...(value && !isListed ? [value] : []), ...(found?.recipients ?? [])];
  const hasChats = listed.some(({ kind }) => kind === 'chat');
  return (
    <div className={styles.recipients}>
      <TextField
        label={t('tell.find')}
        note={find.trim().length > 1 ? undefined : t('tell.findNote')}
        value={find}
        onChange={setFind}
        autoFocus
      />
      {asked.error && isEnough && <FailureNotice failure={asked.error} />}
      {found?.missingScopes.map((scope) => (
        <p key={scope} className="muted">
          {t('tell.cannotList', { scope })}
        </p>
      ))}
      {found && found.recipients.length === 0 && <p className="muted">{t('tell.nobody')}</p>}
      {listed.length > 0 && (
        <div className={styles.foundRecipients}>
          <ChoiceGroup
            label={t('tell.to')}
            value={value && keyOf(value)}
            onChange={(key) => {
              const chosen = listed.find((one) => keyOf(one) === key);
              if (chosen) onChange(chosen);
            }}
            choices={listed.map((one) => ({
              id: keyOf(one),
              label: one.name,
              note: <About to={one} withKind={hasChats} />,
            }))}
          />
        </div>
      )}
    </div>
  );
}

/** What tells equal names apart, a line each; that it is a person only where there are chats, too. */
function About({ to, withKind }: { to: Recipient; withKind: boolean }) {
  const { t } = useTranslation('findings');
  const kind = t(to.kind === 'user' ? 'tell.person' : 'tell.chat');
  const parts = [...(withKind ? [kind] : []), ...(to.about?.split(' · ') ?? [])];
  return parts.map((part) => (
    <span key={part} className={styles.aboutPart}>
      {part}
    </span>
  ));
}
