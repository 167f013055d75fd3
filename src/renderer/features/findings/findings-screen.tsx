import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionInfo } from '../../../shared/session.ts';
import { refresh, useCall } from '../../api.ts';
import { findingsPlace, type FindingsPart } from '../../state/findings.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNotice, Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { FindingsPane } from './findings-pane.tsx';
import { RulesPane } from './rules-pane.tsx';
import { joined } from './use-findings.ts';
import styles from './findings.module.css';

/** What the rules found, what people made of it, and the rules themselves. */
export function FindingsScreen({ info }: { info: SessionInfo }) {
  const { t } = useTranslation('findings');
  const format = useFormat();
  const zone = useZone();
  const { part } = useStore(findingsPlace);
  const found = useCall('rules.run', { zone }, { fresh: true, keep: true });
  const judged = useCall('findings.judged', undefined, { fresh: true, keep: true });
  const rules = useCall('rules.list', undefined, { fresh: true, keep: true });
  const total = info.events.pachca + info.events.jayguard;
  const [ranOver, setRanOver] = useState(total);
  const all = found.data && judged.data && joined(found.data.findings, judged.data);
  const failure = found.error ?? judged.error ?? rules.error;

  function again(): void {
    setRanOver(total);
    void refresh('rules.run', 'rules.list', 'findings.judged');
  }

  return (
    <div className={styles.page}>
      {failure && <FailureNotice failure={failure} onRetry={again} />}
      {total !== ranOver && (
        <Notice
          tone="info"
          action={
            <Button size="small" onPress={again}>
              {t('again')}
            </Button>
          }
        >
          {t('changed')}
        </Notice>
      )}
      <Tabs<FindingsPart>
        label={t('title')}
        selected={part}
        onSelect={(chosen) => findingsPlace.set({ part: chosen })}
        tabs={[
          {
            id: 'findings',
            label: t('findingsTab', { number: all ? format.number(all.length) : '…' }),
            content: all ? (
              <FindingsPane all={all} total={found.data?.total ?? 0} isRunning={found.isFetching} />
            ) : (
              !failure && (
                <div className={styles.running} role="status">
                  <p>{t('running')}</p>
                  <Skeleton lines={8} />
                </div>
              )
            ),
          },
          {
            id: 'rules',
            label: t('rulesTab', {
              number: rules.data ? format.number(rules.data.rules.length) : '…',
            }),
            content: rules.data ? (
              <RulesPane list={rules.data} found={found.data?.findings ?? []} />
            ) : (
              <Skeleton lines={8} />
            ),
          },
        ]}
      />
    </div>
  );
}
