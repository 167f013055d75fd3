import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { severities } from '../../../shared/rules.ts';
import { triageStates, type TriageState } from '../../../shared/triage.ts';
import { findingsPlace } from '../../state/findings.ts';
import { useFormat } from '../../state/preferences.ts';
import { useStore } from '../../state/store.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { EmptyState, Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { FindingDetail } from './finding-detail.tsx';
import { FindingList } from './finding-list.tsx';
import { JudgeDialog } from './judge-dialog.tsx';
import { doByKey, judge, keysOf, type Doing } from './judging.ts';
import { TellDialog } from './tell-dialog.tsx';
import { useRules, useShown, type Judged } from './use-findings.ts';
import styles from './findings.module.css';

interface FindingsPaneProps {
  all: readonly Judged[];
  /** How many the rules found; more than are listed here, perhaps. */
  total: number;
  isRunning: boolean;
}

/** The list of findings, and the chosen one beside it. */
export function FindingsPane({ all, total, isRunning }: FindingsPaneProps) {
  const { t } = useTranslation(['findings', 'rules']);
  const format = useFormat();
  const rules = useRules();
  const shown = useShown(all);
  const { chosen } = useStore(findingsPlace);
  const [doing, setDoing] = useState<Doing | null>(null);
  const open = shown.find(({ finding }) => finding.key === chosen) ?? shown[0];
  if (all.length === 0) {
    return (
      <EmptyState icon={ShieldCheck} title={t('none')}>
        {t('noneText', { number: format.number(rules.size) })}
      </EmptyState>
    );
  }

  /** What is judged leaves a list of its state: the next one takes its place. */
  function act(what: Doing['kind'], one: Judged): void {
    if (what === 'seen' || what === 'new') void judge(one.finding, what, null);
    else setDoing({ kind: what, judged: one });
  }

  return (
    <div
      className={styles.pane}
      onKeyDownCapture={(event) => {
        const what = open && doByKey(event.nativeEvent);
        if (!what || doing) return;
        event.preventDefault();
        event.stopPropagation();
        act(what, open);
      }}
    >
      <section className={styles.left}>
        <Filters all={all} />
        {total > all.length && (
          <Notice tone="warning">
            {t('more', { most: format.number(all.length), number: format.number(total) })}
          </Notice>
        )}
        {shown.length === 0 ? (
          <EmptyState title={t('noneShown')}>{t('noneShownText')}</EmptyState>
        ) : (
          <FindingList shown={shown} rules={rules} open={open} isRunning={isRunning} />
        )}
        <Keys />
      </section>
      {open ? (
        <FindingDetail
          key={open.finding.key}
          judged={open}
          rule={rules.get(open.finding.rule)}
          onAct={(what) => act(what, open)}
        />
      ) : (
        <EmptyState title={t('choose')} />
      )}
      {doing?.kind === 'tell' && (
        <TellDialog
          judged={doing.judged}
          rule={rules.get(doing.judged.finding.rule)}
          onClose={() => setDoing(null)}
        />
      )}
      {(doing?.kind === 'dismissed' || doing?.kind === 'confirmed') && (
        <JudgeDialog
          judged={doing.judged}
          rule={rules.get(doing.judged.finding.rule)}
          state={doing.kind}
          onClose={() => setDoing(null)}
        />
      )}
    </div>
  );
}

/** What the keyboard does here; each key stays with its word. */
function Keys() {
  const { t } = useTranslation('findings');
  return (
    <p className={styles.keys}>
      {keysOf.map(({ key, does }) => (
        <span key={key}>
          <Kbd>{key}</Kbd> {t(`keys.${does}`)}
        </span>
      ))}
      <span>
        <Kbd>Enter</Kbd> {t('keys.events')}
      </span>
    </p>
  );
}

function Filters({ all }: { all: readonly Judged[] }) {
  const { t } = useTranslation(['findings', 'rules']);
  const format = useFormat();
  const { state, severity } = useStore(findingsPlace);
  const count = (wanted: TriageState) => all.filter((one) => one.state === wanted).length;
  return (
    <div className={styles.filters}>
      <Select
        label={t('filterState')}
        hideLabel
        value={state}
        onChange={(next) => findingsPlace.set({ state: next })}
        choices={[
          { id: 'all', label: t('all', { number: format.number(all.length) }) },
          ...triageStates.map((id) => ({
            id,
            label: t('stateCount', {
              state: t(`states.${id}`),
              number: format.number(count(id)),
            }),
          })),
        ]}
      />
      <Select
        label={t('filterSeverity')}
        hideLabel
        value={severity}
        onChange={(next) => findingsPlace.set({ severity: next })}
        choices={severities.map((id) => ({
          id,
          label:
            id === 'informational'
              ? t('anySeverity')
              : id === 'critical'
                ? t('rules:severity.critical')
                : t('andUp', { severity: t(`rules:severity.${id}`) }),
        }))}
      />
    </div>
  );
}
