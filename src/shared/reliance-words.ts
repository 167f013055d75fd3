import type { Gap } from './coverage-gaps.ts';
import type { Format } from './format.ts';
import { common } from './locales/common.ts';
import { reliance as texts } from './locales/reliance.ts';
import { speaker, type Values } from './locales/say.ts';
import type { Language } from './locales/texts.ts';
import type { Reason, Reliance, Verdict } from './reliance.ts';

/** Paths in `locales/reliance.ts`, without the endings of plurals. */
type RelianceKey =
  | Verdict
  | 'more'
  | 'moreReasons'
  | `reasons.${Exclude<Reason['kind'], 'clock'> | 'clockAhead' | 'clockBehind'}`
  | `meanings.${Reason['kind']}`;

/** In a sentence one stands for all; in a list of reasons there is room. */
const gapsIn = { sentence: 1, list: 6 };

interface Manner {
  language: Language;
  format: Pick<Format, 'number' | 'duration'>;
  /** A stretch of time in a few words; `to` is outside. */
  stretch: (stretch: { from: number; to: number }) => string;
  /** What the person calls it; null where that is not known, or not the only one of its kind. */
  named?: (source: Gap['source'], account: string | null) => string | null;
}

/** The words of a verdict and of its reasons: in the window, and in what is handed on. */
export function relianceWords({ language, format, stretch, named }: Manner) {
  const say: (key: RelianceKey, values?: Values) => string = speaker(texts[language], language);

  function whose({ source, lacking }: Gap): string {
    const names = (lacking ?? [null]).map((account) => named?.(source, account) ?? null);
    if (names.every((name) => name !== null)) return names.join(', ');
    const kind = common[language][source];
    return lacking ? `${kind}: ${lacking.join(', ')}` : kind;
  }

  function where(gaps: readonly Gap[], most: number): string {
    const told = gaps.slice(0, most).map((gap) => `${stretch(gap)} (${whose(gap)})`);
    const rest = gaps.length - most;
    return [told.join(', '), rest > 0 && say('more', { count: rest })].filter(Boolean).join(' ');
  }

  /** A clause: “not collected: 13.10 – 14.10 (Pachca)”. */
  function reason(one: Reason, mostGaps = gapsIn.list): string {
    if ('gaps' in one) return say(`reasons.${one.kind}`, { where: where(one.gaps, mostGaps) });
    if (one.kind === 'clock') {
      const time = format.duration(Math.abs(one.offsetMs) / 1000);
      return say(one.offsetMs > 0 ? 'reasons.clockAhead' : 'reasons.clockBehind', { time });
    }
    if (!('count' in one)) return say(`reasons.${one.kind}`);
    return say(`reasons.${one.kind}`, { count: one.count, number: format.number(one.count) });
  }

  return {
    /** Whose stretch it is: the source by the person's name for it, else the service, and of it which accounts. */
    whose,
    verdict: ({ verdict, span }: Reliance) => say(verdict, { span: span ? stretch(span) : '' }),
    reason: (one: Reason) => reason(one),
    /** What follows from it, and what to do. */
    meaning: (one: Reason) => say(`meanings.${one.kind}`),
    /** The verdict; then the `most` weightiest reasons, and how many there are more. */
    sentence(reliance: Reliance, most = 2): string {
      const { verdict, reasons } = reliance;
      const said = this.verdict(reliance);
      if (verdict === 'yes' || reasons.length === 0) return said;
      const told = reasons
        .slice(0, most)
        .map((one) => reason(one, gapsIn.sentence))
        .join('; ');
      const rest = reasons.length - most;
      const more = rest > 0 ? `; ${say('moreReasons', { count: rest })}` : '';
      return `${said.replace(/\.$/, '')}. ${told.charAt(0).toUpperCase()}${told.slice(1)}${more}.`;
    },
  };
}
