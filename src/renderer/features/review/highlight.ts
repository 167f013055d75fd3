import type { Finding } from '../../../shared/event.ts';

/** A piece of a text; `methods` names every finding that covers it, empty where none does. */
export interface Piece {
  text: string;
  methods: string[];
  /** Positions in the list of findings, for leading from a place in the text to the list. */
  findings: number[];
}

/**
 * Cuts a text where findings begin and end, wherever their values occur, letter case aside.
 * Overlapping findings share pieces: the pieces put together are the text again, to the letter.
 */
export function highlight(text: string, findings: readonly Finding[]): Piece[] {
  const spans = findings.flatMap((finding, index) =>
    occurrences(text, finding.value).map(([from, to]) => ({ from, to, index })),
  );
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ from, to }) => [from, to])])];
  cuts.sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (const [at, from] of cuts.entries()) {
    const to = cuts[at + 1];
    if (to === undefined) break;
    const covering = spans.filter((span) => span.from <= from && span.to >= to);
    const indices = [...new Set(covering.map(({ index }) => index))].sort((a, b) => a - b);
    const methods = [...new Set(indices.flatMap((index) => findings[index]?.method ?? []))];
    pieces.push({ text: text.slice(from, to), methods, findings: indices });
  }
  return pieces;
}

/** Ranges where `value` stands in `text`; overlapping ones of one value are merged into one. */
function occurrences(text: string, value: string): [number, number][] {
  const wanted = value.trim();
  if (wanted === '') return [];
  const ranges: [number, number][] = [];
  const pattern = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const last = ranges.at(-1);
    const end = match.index + match[0].length;
    if (last && match.index <= last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([match.index, end]);
    // Overlapping ones too; a whole character on, or a surrogate pair would be found for ever.
    pattern.lastIndex =
      match.index + String.fromCodePoint(text.codePointAt(match.index) ?? 0).length;
  }
  return ranges;
}
