import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecentSession } from '../../../shared/contract.ts';
import { toFailure, type Failure } from '../../../shared/errors.ts';
import { api, useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useFailureText } from '../../ui/failure-text.ts';
import { FailureNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './update-sessions.module.css';

/** What became of asking for one session. */
type Answer = { jobs: number } | { failure: Failure };

interface UpdateSessionsDialogProps {
  /** Id of the open session: that one has the form. */
  current: string;
  onClose: () => void;
}

/** Brings other sessions up to date in the background: chosen here, queued one after another. */
export function UpdateSessionsDialog({ current, onClose }: UpdateSessionsDialogProps) {
  const { t } = useTranslation(['collect', 'common']);
  const recent = useCall('sessions.recent', undefined, { fresh: true });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [passphrases, setPassphrases] = useState<Readonly<Record<string, string>>>({});
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>({});
  const [pending, setPending] = useState(false);
  const others = recent.data?.filter(({ id }) => id !== current) ?? [];
  const formId = useId();
  const isQueued = (id: string) => 'jobs' in (answers[id] ?? {});
  const open = chosen.filter((id) => !isQueued(id));

  async function ask(id: string): Promise<Answer> {
    const passphrase = passphrases[id];
    try {
      return await api.call('collect.updateSession', { id, ...(passphrase && { passphrase }) });
    } catch (error) {
      return { failure: toFailure(error) };
    }
  }

  async function queue(): Promise<void> {
    setPending(true);
    // One after another: each opens a file, and the queue is in the order chosen.
    for (const id of open) {
      const answer = await ask(id);
      setAnswers((all) => ({ ...all, [id]: answer }));
    }
    setPending(false);
  }

  return (
    <Dialog
      title={t('others.title')}
      size="medium"
      sticky={pending}
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose} isDisabled={pending}>
            {t(Object.keys(answers).some(isQueued) ? 'others.done' : 'common:cancel')}
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            isPending={pending}
            isDisabled={open.length === 0}
          >
            {t('others.submit')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (open.length > 0 && !pending) void queue();
        }}
      >
        <p className="muted">{t('others.text')}</p>
        {recent.isPending && <Skeleton lines={4} />}
        {recent.error && (
          <FailureNotice failure={recent.error} onRetry={() => void recent.refetch()} />
        )}
        {recent.data && others.length === 0 && <p>{t('others.none')}</p>}
        {others.length > 0 && (
          <ul className={styles.sessions}>
            {others.map((session) => (
              <Line
                key={session.id}
                session={session}
                chosen={chosen.includes(session.id)}
                answer={answers[session.id]}
                passphrase={passphrases[session.id] ?? ''}
                onChoose={(wanted) =>
                  setChosen(
                    wanted ? [...chosen, session.id] : chosen.filter((id) => id !== session.id),
                  )
                }
                onPassphrase={(typed) => setPassphrases((all) => ({ ...all, [session.id]: typed }))}
              />
            ))}
          </ul>
        )}
      </form>
    </Dialog>
  );
}

interface LineProps {
  session: RecentSession;
  chosen: boolean;
  answer: Answer | undefined;
  passphrase: string;
  onChoose: (wanted: boolean) => void;
  onPassphrase: (typed: string) => void;
}

function Line({ session, chosen, answer, passphrase, ...on }: LineProps) {
  const { t } = useTranslation(['collect', 'welcome']);
  const format = useFormat();
  const failureText = useFailureText();
  const { name, folder, fileName, openedAt, exists } = session;
  const isQueued = answer !== undefined && 'jobs' in answer;
  const failure = answer && 'failure' in answer ? answer.failure : null;
  const asks = failure?.kind === 'session.no-key' || failure?.kind === 'session.wrong-key';
  const place = `…/${folder}/${fileName}`;
  const when = t('welcome:recent.opened', { when: format.isoDateTime(openedAt) });
  const note = `${place} · ${exists ? when : t('others.gone')}`;
  return (
    <li className={styles.session}>
      <Checkbox
        label={name}
        note={note}
        value={chosen}
        isDisabled={!exists || isQueued}
        onChange={on.onChoose}
      />
      <div role="status" className={styles.answer}>
        {isQueued &&
          (answer.jobs > 0 ? t('others.queued', { count: answer.jobs }) : t('others.nothing'))}
      </div>
      {chosen && !isQueued && (session.protection === 'passphrase' || asks) && (
        <div className={styles.passphrase}>
          <TextField
            label={t('others.passphraseOf', { name })}
            type="password"
            value={passphrase}
            onChange={on.onPassphrase}
            error={failure?.kind === 'session.wrong-key' ? failureText(failure).what : undefined}
          />
        </div>
      )}
      {failure && !asks && (
        <div className={styles.passphrase}>
          <FailureNotice failure={failure} />
        </div>
      )}
    </li>
  );
}
