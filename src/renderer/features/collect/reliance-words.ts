import { useTranslation } from 'react-i18next';
import type { Gap } from '../../../shared/coverage-gaps.ts';
import type { Reason, Reliance } from '../../../shared/reliance.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { stretchText } from '../review/time-axis.ts';

/** In a sentence one stands for all; in a list of reasons there is room. */
const gapsIn = { sentence: 1, list: 6 };

/** The words of a verdict and of its reasons, in the language of the moment. */
export function useRelianceWords() {
  const { t, i18n } = useTranslation(['reliance', 'common']);
  const format = useFormat();
  const zone = useZone();

  const stretch = ({ from, to }: { from: number; to: number }) =>
    stretchText(from, to, zone, i18n.language).replaceAll(/(?<!–) /g, '\u00a0');

  const whom = ({ lacking }: Gap) => (lacking ? [lacking.join(', ')] : []);

  function where(gaps: readonly Gap[], most: number): string {
    const named = gaps
      .slice(0, most)
      .map((gap) => `${stretch(gap)} (${[t(`common:${gap.source}`), ...whom(gap)].join(': ')})`);
    const rest = gaps.length - most;
    return [named.join(', '), rest > 0 && t('more', { count: rest })].filter(Boolean).join(' ');
  }

  /** A clause: “not collected: 13.10 – 14.10 (Pachca)”. */
  function reason(one: Reason, mostGaps = gapsIn.list): string {
    if ('gaps' in one) return t(`reasons.${one.kind}`, { where: where(one.gaps, mostGaps) });
    if (one.kind === 'clock') {
      const time = format.duration(Math.abs(one.offsetMs) / 1000);
      return t(one.offsetMs > 0 ? 'reasons.clockAhead' : 'reasons.clockBehind', { time });
    }
    if (!('count' in one)) return t(`reasons.${one.kind}`);
    return t(`reasons.${one.kind}`, { count: one.count, number: format.number(one.count) });
  }

  return {
    reason: (one: Reason) => reason(one),
    /** What follows from it, and what to do. */
    meaning: (one: Reason) => t(`meanings.${one.kind}`),
    /** One sentence: the verdict, the `most` weightiest reasons, and how many there are more. */
    sentence({ verdict, reasons, span }: Reliance, most = 2): string {
      const said = t(verdict, { span: span ? stretch(span) : '' });
      if (verdict === 'yes' || reasons.length === 0) return said;
      const told = reasons
        .slice(0, most)
        .map((one) => reason(one, gapsIn.sentence))
        .join('; ');
      const rest = reasons.length - most;
      const more = rest > 0 ? `; ${t('moreReasons', { count: rest })}` : '';
      const isClosed = said.endsWith('.');
      return isClosed ? `${said.slice(0, -1)}; ${told}${more}.` : `${said}: ${told}${more}.`;
    },
  };
}
