import { sourceKinds, type SourceKind } from '../../../shared/event.ts';
import { formatOf, offsetOf } from '../../../shared/format.ts';
import { groupWords } from '../../../shared/group-words.ts';
import { parseInstant, formatExactInstant, type Instant } from '../../../shared/instant.ts';
import { fill, textsOf } from '../../../shared/locales/index.ts';
import { report } from '../../../shared/locales/report.ts';
import { speaker } from '../../../shared/locales/say.ts';
import type { Language } from '../../../shared/locales/texts.ts';
import type { Failure } from '../../../shared/errors.ts';
import { relianceWords } from '../../../shared/reliance-words.ts';
import type { Collection, OddCount } from '../../../shared/session.ts';
import { html, type Markup } from './markup.ts';

/** Counts of a collection that have words in `locales/collect.ts`. */
type CountName = 'new' | OddCount;

export type Voice = ReturnType<typeof voiceOf>;

/** How a report speaks: its language, its zone, and the words of the program. */
export function voiceOf(language: Language, zone: string) {
  const texts = textsOf(language);
  const words = report[language];
  const say = speaker(words, language);
  const sayCollect = speaker(texts.collect, language);
  const format = formatOf(language, zone);
  const group = groupWords(language);
  const keys: Readonly<Record<string, string>> = texts.events.keys;
  const detailKeys: Readonly<Record<string, string>> = texts.events.details;

  /** How far the zone is from UTC then: `UTC`, `UTC+3`. */
  const offset = (at: Instant) => offsetOf(zone, at).replace(/\+0$/, '');

  /** A time to the second, with what lies below it where there is something, and its zone. */
  function clock(at: Instant): string {
    const below = Math.floor((((at % 1e6) + 1e6) % 1e6) / 1000);
    const millis = below === 0 ? '' : `.${String(below).padStart(3, '0')}`;
    return `${format.dateTimeSeconds(at)}${millis} ${offset(at)}`;
  }

  /** When a person or this program did something (ISO 8601): to the second. */
  function done(text: string): string {
    const at = parseInstant(text);
    return at === null ? text : clock(Math.floor(at / 1e6) * 1e6);
  }
  const minute = (at: Instant) => `${format.dateTime(at)} ${offset(at)}`;
  /** To the nearest second. */
  function moment(at: Instant): string {
    const second = Math.round(at / 1e6) * 1e6;
    return second % 60e6 === 0 ? minute(second) : clock(second);
  }
  /** The last second before an instant that is outside: how the window tells of ends, too. */
  const end = (outside: Instant) => moment(Math.floor((outside - 1) / 1e6) * 1e6);
  const stretch = ({ from, to }: { from: Instant; to: Instant }) =>
    `${moment(from)} – ${to - from < 1e6 ? moment(from) : end(to)}`;

  return {
    language,
    zone,
    words,
    say,
    format,
    common: texts.common,
    collect: texts.collect,
    days: Object.values(texts.overview.days),
    clock,
    moment,
    end,
    stretch,
    time: (at: Instant): Markup =>
      html`<time datetime="${formatExactInstant(at)}">${clock(at)}</time>`,
    /** When an event was, as the event model writes it. */
    isoTime(text: string): Markup {
      const at = parseInstant(text);
      return at === null ? html`${text}` : this.time(at);
    },
    done,
    number: (value: number) => format.number(value),
    source(kind: string): string {
      const known: SourceKind | undefined = sourceKinds.find((one) => one === kind);
      return known ? texts.common[known] : kind;
    },
    /** An event key in words; one that is not known is its own word. */
    event: (key: string): string => (Object.hasOwn(keys, key) ? (keys[key] ?? key) : key),
    detail: (key: string): string => (Object.hasOwn(detailKeys, key) ? `${detailKeys[key]}` : key),
    /** One of what a finding's events have in common. */
    grouped: (field: string, value: string): string =>
      `${group.name(field)}: ${group.value(field, value)}`,
    /** What came of a collection: `12 new events`, `3 known already`. */
    counted(name: CountName, count: number, purpose: Collection['purpose']): string {
      const key = name === 'new' && purpose === 'details' ? 'counts.detailsGot' : `counts.${name}`;
      return sayCollect(key, { count, number: format.number(count) });
    },
    /** What never leaves an event, whatever was collected. */
    blocking: `${texts.reliance.reasons.blocking}. ${texts.reliance.meanings.blocking}`,
    failure: ({ kind, params }: Failure): string =>
      fill(texts.failures[kind].what, mapped(params)).replaceAll(/\s*\(\s*\)/g, ''),
    reliance: relianceWords({ language, format, stretch }),
  };
}

function mapped(params: Failure['params']): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key,
      typeof value === 'number' ? value : String(value ?? ''),
    ]),
  );
}
