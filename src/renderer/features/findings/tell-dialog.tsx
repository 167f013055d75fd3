import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mostNoticeLength, noticeText, type Recipient } from '../../../shared/notices.ts';
import type { RuleInfo } from '../../../shared/rules.ts';
import { refresh, useAction, useCall } from '../../api.ts';
import { goTo } from '../../state/navigation.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { FailureNotice, Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFieldWords } from './group.ts';
import { NoticeList, NoticeWords } from './notice-list.tsx';
import { noticeTextOf } from './notice-text.ts';
import { useReason } from './reason.ts';
import { RecipientField } from './recipient-field.tsx';
import { useRuleTexts, type Judged } from './use-findings.ts';
import styles from './findings.module.css';

interface TellDialogProps {
  judged: Judged;
  rule: RuleInfo | undefined;
  onClose: () => void;
}

/** A message about a finding: through which source, to whom, and what; sent once. */
export function TellDialog({ judged, rule, onClose }: TellDialogProps) {
  const { t } = useTranslation(['findings', 'common']);
  const { finding } = judged;
  const sources = useCall('sources.list').data?.filter(({ kind }) => kind === 'pachca') ?? [];
  const notices = useCall('notices.list', undefined, { fresh: true }).data ?? [];
  const [source, setSource] = useState<string | null>(null);
  const sourceId = source ?? sources[0]?.id ?? null;
  const checked = useCall(
    'notices.check',
    { sourceId: sourceId ?? '' },
    { enabled: sourceId !== null, fresh: true },
  );
  const [to, setTo] = useState<Recipient | null>(null);
  const [isPersonal, setPersonal] = useState(false);
  const proposed = useProposedText(judged, rule, isPersonal);
  const [edited, setEdited] = useState<string | null>(null);
  const send = useAction('notices.send');
  const text = edited ?? proposed;
  const told = notices.filter((one) => one.finding === finding.key);
  const already = told.filter(({ state }) => state !== 'refused');
  const missingScope = checked.data?.missingScope ?? null;
  const maySend = checked.data !== undefined && missingScope === null;
  const isGood = noticeText.safeParse(text).success;

  if (send.data) {
    const tone = {
      sent: 'info',
      unclear: 'warning',
      sending: 'warning',
      refused: 'danger',
    } as const;
    return (
      <Dialog
        title={t('tell.title')}
        onClose={onClose}
        foot={
          <Button variant="primary" autoFocus onPress={onClose}>
            {t(send.data.state === 'sent' ? 'tell.close' : 'common:close')}
          </Button>
        }
      >
        <Notice tone={tone[send.data.state]}>
          <NoticeWords notice={send.data} />
        </Notice>
      </Dialog>
    );
  }

  return (
    <FormDialog
      title={t('tell.title')}
      size="wide"
      submit={t(already.length > 0 ? 'tell.sendAgain' : 'tell.send')}
      canSubmit={maySend && to !== null && isGood}
      isPending={send.isPending}
      dirty={edited !== null}
      failure={send.error}
      onClose={onClose}
      onSubmit={() => {
        if (sourceId === null || to === null) return;
        send.mutate(
          { sourceId, finding: finding.key, to, text: text.trim() },
          { onSettled: () => void refresh('notices.list') },
        );
      }}
    >
      {already.length > 0 && (
        <Notice tone="warning">
          <p>{t('tell.already')}</p>
          <NoticeList notices={already} />
        </Notice>
      )}
      {sources.length === 0 ? (
        <Notice
          tone="warning"
          action={
            <Button size="small" onPress={() => goTo('sources')}>
              {t('tell.addSource')}
            </Button>
          }
        >
          {t('tell.noSource')}
        </Notice>
      ) : (
        <div className={styles.tell}>
          <div className={styles.column}>
            <Select
              label={t('tell.source')}
              value={sourceId}
              onChange={(id) => {
                setSource(id);
                setTo(null);
              }}
              choices={sources.map(({ id, name, address }) => ({ id, label: name, note: address }))}
            />
            {checked.isPending && <p className="muted">{t('tell.checking')}</p>}
            {checked.error && <FailureNotice failure={checked.error} />}
            {missingScope !== null && (
              <Notice tone="danger">{t('tell.missing', { scope: missingScope })}</Notice>
            )}
            {maySend && checked.data?.owner && (
              <p className="muted">
                {t('tell.owner', { name: checked.data.owner.name ?? checked.data.owner.id })}
              </p>
            )}
            {maySend && sourceId !== null && (
              <RecipientField key={sourceId} sourceId={sourceId} value={to} onChange={setTo} />
            )}
          </div>
          <div className={styles.column}>
            <Switch value={isPersonal} onChange={setPersonal}>
              {t('tell.personal')}
            </Switch>
            <p className="muted">{t('tell.personalNote')}</p>
            <TextField
              label={t('tell.text')}
              note={t('tell.textNote')}
              value={text}
              onChange={setEdited}
              lines={14}
              error={text.length > mostNoticeLength ? t('tell.tooLong') : undefined}
            />
            {edited !== null && edited !== proposed && (
              <Button size="small" onPress={() => setEdited(null)}>
                {t('tell.renew')}
              </Button>
            )}
          </div>
        </div>
      )}
    </FormDialog>
  );
}

function useProposedText(judged: Judged, rule: RuleInfo | undefined, isPersonal: boolean): string {
  const { t } = useTranslation(['findings', 'rules']);
  const format = useFormat();
  const zone = useZone();
  const words = useFieldWords();
  const reason = useReason();
  const { finding, state } = judged;
  const texts = useRuleTexts().ofFinding(finding, rule);
  return noticeTextOf({
    t,
    format,
    zone,
    finding,
    texts,
    state,
    personal: isPersonal
      ? {
          why: finding.reason && reason(finding.reason, rule),
          group: Object.entries(finding.group).map(([field, value]) => [
            words.name(field),
            words.value(field, value),
          ]),
        }
      : null,
  });
}
