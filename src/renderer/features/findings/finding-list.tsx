import { useEffect, useRef, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { RuleInfo } from '../../../shared/rules.ts';
import { findingsPlace } from '../../state/findings.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { SeverityBadge } from './severity-badge.tsx';
import { showFinding } from './finding-query.ts';
import { groupText, useFieldWords } from './group.ts';
import { useRuleTexts, type Judged } from './use-findings.ts';
import styles from './findings.module.css';

/** So many are drawn at once. */
const step = 200;

interface FindingListProps {
  shown: readonly Judged[];
  rules: ReadonlyMap<string, RuleInfo>;
  open: Judged | undefined;
  isRunning: boolean;
}

/** One line each: how grave, which rule, who, when, how many events, and what was made of it. */
export function FindingList({ shown, rules, open, isRunning }: FindingListProps) {
  const { t } = useTranslation('findings');
  const texts = useRuleTexts();
  const words = useFieldWords();
  const format = useFormat();
  const [most, setMost] = useState(step);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div className={styles.scroll} aria-busy={isRunning}>
      <ListBox
        ref={box}
        aria-label={t('list')}
        className={styles.list ?? ''}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={open ? [open.finding.key] : []}
        onSelectionChange={(keys) => {
          const [chosen] = keys === 'all' ? [] : keys;
          if (chosen !== undefined) findingsPlace.set({ chosen: String(chosen) });
        }}
        onAction={() => open && void showFinding(open.finding)}
      >
        {shown.slice(0, most).map(({ finding, state }) => {
          const { title } = texts.ofFinding(finding, rules.get(finding.rule));
          return (
            <ListBoxItem
              key={finding.key}
              id={finding.key}
              textValue={title}
              className={styles.item ?? ''}
            >
              <span className={styles.itemTitle}>{title}</span>
              <span className={styles.itemBadges}>
                <SeverityBadge severity={finding.severity} />
              </span>
              <span className={styles.itemFacts}>
                <span className={styles.itemGroup}>{groupText(finding, words)}</span>
                <span>{format.dateTime(finding.from)}</span>
                {finding.events > 0 && (
                  <span>
                    {t('events', { count: finding.events, number: format.number(finding.events) })}
                  </span>
                )}
                {state !== 'new' && <span className={styles[state]}>{t(`one.${state}`)}</span>}
              </span>
            </ListBoxItem>
          );
        })}
      </ListBox>
      {shown.length > most && (
        <Button size="small" onPress={() => setMost(most + step)}>
          {t('showMore')}
        </Button>
      )}
    </div>
  );
}
