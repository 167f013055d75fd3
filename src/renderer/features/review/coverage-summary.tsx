import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { shown } from '../../state/selection.ts';
import { useStore } from '../../state/store.ts';
import { proposeCollection } from '../../state/collections.ts';
import { goTo, openDialog } from '../../state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { CoverageMark } from '../../ui/badge.tsx';
import type { SessionInfo } from '../../../shared/session.ts';
import { flooredShare, spanOf, summarize, type Gap } from '../../../shared/coverage-gaps.ts';
import { stretchText } from './time-axis.ts';
import { useRelianceWords } from '../collect/reliance-words.ts';
import styles from './coverage-summary.module.css';

/** How much of the shown period was collected, and what is missing: always in sight. */
export function CoverageSummary() {
  const { t } = useTranslation('review');
  const format = useFormat();
  const info = useCall('session.info').data;
  const period = useStore(shown, (now) => now.period);
  const span = period ?? (info ? spanOf(info) : null);
  const summary = info && span ? summarize(info.coverage, span.from, span.to) : null;
  const changed = info?.flags.changed ?? 0;
  if (!info || !span) return <aside className={styles.box} aria-label={t('coverage.label')} />;
  return (
    <aside className={styles.box} aria-label={t('coverage.label')}>
      {summary ? (
        <>
          <h2 className={styles.share} data-gaps={summary.share < 1 || undefined}>
            {summary.share < 1 && <TriangleAlert aria-hidden />}
            {t(period ? 'coverage.ofPeriod' : 'coverage.ofSession', {
              share: format.percent(flooredShare(summary.share)),
            })}
          </h2>
          <ul className={styles.gaps}>
            {summary.gaps.slice(0, 40).map((gap) => (
              <GapLine key={`${gap.source}${gap.from}`} gap={gap} many={manySources(info)} />
            ))}
          </ul>
        </>
      ) : (
        <h2 className={styles.share}>{t('coverage.importedOnly')}</h2>
      )}
      <p className={styles.notes}>
        {info.quarantined > 0 && (
          <Button variant="link" size="small" onPress={() => openDialog('quarantine')}>
            {t('coverage.quarantined', { number: format.number(info.quarantined) })}
          </Button>
        )}
        {changed > 0 && (
          <Button
            variant="link"
            size="small"
            onPress={() => shown.set({ query: 'is:changed', period: null })}
          >
            {t('coverage.conflicts', { number: format.number(changed) })}
          </Button>
        )}
      </p>
    </aside>
  );
}

function GapLine({ gap, many }: { gap: Gap; many: boolean }) {
  const { t, i18n } = useTranslation('review');
  const zone = useZone();
  const words = useRelianceWords();
  const when = stretchText(gap.from, gap.to, zone, i18n.language);
  const state = t(`coverage.${gap.state}`).replaceAll(' ', '\u00a0');
  const told = [(many || gap.lacking) && words.whose(gap), state].filter(Boolean).join(' · ');
  return (
    <li className={styles.gap}>
      <CoverageMark state={gap.state} />
      <span>
        <button
          type="button"
          className={styles.when}
          title={t('coverage.showGap')}
          onClick={() => shown.set({ period: { from: gap.from, to: gap.to } })}
        >
          {when}
        </button>{' '}
        <span className={styles.state}>{told}</span>
      </span>
      <Button
        variant="link"
        size="small"
        onPress={() => {
          proposeCollection({ kind: gap.source, period: { from: gap.from, to: gap.to - 1 } });
          goTo('collect');
        }}
      >
        {t(gap.state === 'none' ? 'coverage.collect' : 'coverage.goOn')}
      </Button>
    </li>
  );
}

function manySources(info: SessionInfo): boolean {
  return new Set(info.coverage.map(({ source }) => source)).size > 1;
}
