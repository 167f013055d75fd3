import { ArrowDown, FileUp, FileX, FolderUp, ListFilter, SquarePen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { severities, type Finding, type RuleInfo, type RuleList } from '../../../shared/rules.ts';
import { refresh, useAction } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { showInTable } from '../overview/show-in-table.ts';
import { useEventWords } from '../review/event-words.ts';
import { ProblemList } from './problem-list.tsx';
import { RuleEditorDialog } from './rule-editor-dialog.tsx';
import { SeverityBadge } from './severity-badge.tsx';
import { useRuleTexts } from './use-findings.ts';
import styles from './findings.module.css';

/** Every rule that is run or could be: where it comes from, whether it applies, what it looks at. */
export function RulesPane({ list, found }: { list: RuleList; found: readonly Finding[] }) {
  const { t } = useTranslation('findings');
  const load = useAction('rules.load');
  const [trying, setTrying] = useState(false);
  const forget = useAction('rules.forget');
  const renew = { onSuccess: () => void refresh('rules.list', 'rules.run') };
  const isBusy = load.isPending || forget.isPending;
  const hasLoaded = [...list.rules, ...list.problems].some(
    (one) => !('origin' in one) || one.origin === 'loaded',
  );
  return (
    <div className={styles.rules}>
      <div className={styles.rulesHead}>
        <p className="muted">{t('rules.text')}</p>
        <Button
          icon={FileUp}
          isDisabled={isBusy}
          onPress={() => load.mutate({ folder: false }, renew)}
        >
          {t('rules.loadFile')}
        </Button>
        <Button
          icon={FolderUp}
          isDisabled={isBusy}
          onPress={() => load.mutate({ folder: true }, renew)}
        >
          {t('rules.loadFolder')}
        </Button>
        {hasLoaded && (
          <Button icon={FileX} isDisabled={isBusy} onPress={() => forget.mutate(undefined, renew)}>
            {t('rules.unload')}
          </Button>
        )}
        <Button icon={SquarePen} onPress={() => setTrying(true)}>
          {t('rules.write')}
        </Button>
      </div>
      {load.error && <FailureNotice failure={load.error} />}
      {list.problems.length > 0 && (
        <section aria-label={t('rules.problems')}>
          <h2>{t('rules.problems')}</h2>
          <ProblemList problems={list.problems} />
        </section>
      )}
      <RuleTable rules={list.rules} found={found} />
      {trying && <RuleEditorDialog onClose={() => setTrying(false)} />}
    </div>
  );
}

function RuleTable({ rules, found }: Pick<RuleList, 'rules'> & { found: readonly Finding[] }) {
  const { t, i18n } = useTranslation('findings');
  const texts = useRuleTexts();
  const collator = new Intl.Collator(i18n.language);
  const gravest = rules.toSorted(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      collator.compare(texts.of(a).title, texts.of(b).title),
  );
  const counts = new Map<string, number>();
  for (const { rule } of found) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('rules.name')}</th>
            <th scope="col" aria-sort="descending">
              <span className={styles.sorted}>
                {t('filterSeverity')}
                <ArrowDown aria-hidden />
              </span>
            </th>
            <th scope="col">{t('rules.kind')}</th>
            <th scope="col">{t('rules.origin')}</th>
            <th scope="col">{t('rules.applies')}</th>
            <th scope="col" className={styles.number}>
              {t('rules.matches')}
            </th>
            <th scope="col">
              <span className="visually-hidden">{t('showEvents')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {gravest.map((rule) => (
            <RuleLine
              key={`${rule.origin} ${rule.rule}`}
              rule={rule}
              findings={counts.get(rule.rule) ?? 0}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RuleLine({ rule, findings }: { rule: RuleInfo; findings: number }) {
  const { t } = useTranslation('findings');
  const format = useFormat();
  const words = useEventWords();
  const { title, description } = useRuleTexts().of(rule);
  const { query, sources } = rule;
  const isRun = sources.length > 0 && !rule.silent;
  return (
    <tr>
      <th scope="row">
        {title}
        {description && <p className="muted">{description}</p>}
      </th>
      <td>
        <SeverityBadge severity={rule.severity} />
      </td>
      <td>{t(`rules.kinds.${rule.kind}`)}</td>
      <td>{rule.origin === 'pack' ? t('rules.pack') : (rule.file ?? '—')}</td>
      <td>
        {sources.map((one) => words.source(one)).join(', ')}
        {sources.length === 0 && (
          <>
            <Badge tone="warning">{t('rules.appliesNot')}</Badge>
            <p className="whereabouts">{rule.logsource}</p>
          </>
        )}
        {rule.silent && <p className="muted">{t('rules.silent')}</p>}
      </td>
      <td className={styles.number}>{isRun ? format.number(findings) : '—'}</td>
      <td className={styles.show}>
        {query !== null && (findings > 0 || rule.silent) && (
          <IconButton
            size="small"
            icon={ListFilter}
            label={t('rules.show', { title })}
            onPress={() => showInTable(query)}
          />
        )}
      </td>
    </tr>
  );
}
