import type { Histogram } from '../../../shared/session.ts';

/** A part of the bars. `colour` is a name of the palette in histogram.module.css. */
export interface Part {
  /** null: events of all other values; `none`: events without any. */
  value: string | null;
  kind: 'value' | 'other' | 'none';
  colour: string;
  /** Its place among the parts that main counted. */
  place: number;
}

/**
 * Of the palette of tags, in an order that keeps neighbours apart; red means alarm, and is not there.
 * Its green is too near to the first: a lighter one stands for it.
 */
const palette = ['5', '1', '3', '4', '6', 'lime'] as const;
const ofSource: Readonly<Record<string, string>> = { pachca: '5', jayguard: '4' };

/**
 * What bars consist of, from the bottom up: values, the most frequent first, then others, then
 * events without a value. Parts that no bar has are left out.
 */
export function partsOf(
  stack: Histogram['stack'],
  tagColour: (tag: string) => number | undefined,
): Part[] {
  if (!stack) return [];
  const { field, values, parts } = stack;
  const colourOf = (value: string, at: number): string => {
    if (field === 'source') return ofSource[value] ?? '1';
    if (field === 'tags') return String(tagColour(value) ?? 8);
    return palette[at % palette.length] ?? '1';
  };
  const all: Part[] = [
    ...values.map((value, at): Part => ({
      value,
      kind: 'value',
      colour: colourOf(value, at),
      place: at + 1,
    })),
    { value: null, kind: 'other', colour: 'other', place: values.length + 1 },
    { value: null, kind: 'none', colour: 'none', place: 0 },
  ];
  return all.filter(({ place }) => parts.some((bar) => (bar[place] ?? 0) > 0));
}

/** How tall each part of a bar is, and where it begins, as shares of the bar. */
export function layers(counts: readonly number[]): { from: number; to: number }[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  return counts.map((count) => {
    const from = sum;
    sum += count;
    return all === 0 ? { from: 0, to: 0 } : { from: from / all, to: sum / all };
  });
}
