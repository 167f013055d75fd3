import { useRef } from 'react';
import { mostCopied } from '../../../shared/contract.ts';
import { useFormat } from '../../state/preferences.ts';
import { toast, toastFailure } from '../../ui/toast.tsx';
import { chosen } from '../marks/chosen.ts';
import { useReviewModel } from './review-context.ts';

interface Stretch {
  /** Where it began, a place in the table, and in which order of rows. */
  anchor: number;
  turn: number;
  /** What was chosen before. */
  base: ReadonlySet<number>;
}

/** Choosing more than one row at once, up to a bound that is said. */
export function useChoosing() {
  const model = useReviewModel();
  const format = useFormat();
  const stretch = useRef<Stretch | null>(null);

  function tooMany(count: number): void {
    toast({
      title: 'table:copy.tooMany',
      text: 'table:copy.tooManyText',
      params: { number: format.number(count), most: format.number(mostCopied) },
    });
  }

  async function choose(first: number, last: number, base: ReadonlySet<number>): Promise<void> {
    const { pages, placement } = model.get();
    if (!pages) return;
    if (last - first >= mostCopied) return tooMany(last - first + 1);
    const { current } = stretch;
    try {
      const rows = await pages.stretch(first, last);
      // Meanwhile the person went on, or other rows have taken their places.
      if (stretch.current !== current || model.get().placement.turn !== placement.turn) return;
      chosen.set({ rows: new Set([...base, ...rows.map(({ row }) => row)]) });
    } catch (error) {
      toastFailure(error);
    }
  }

  return {
    /** From the cursor, where the stretch began, to another place. */
    extend(from: number, to: number): Promise<void> {
      const { turn } = model.get().placement;
      const { current } = stretch;
      const { anchor, base } =
        current?.turn === turn ? current : { anchor: from, base: chosen.get().rows };
      stretch.current = { anchor, turn, base };
      return choose(Math.min(anchor, to), Math.max(anchor, to), base);
    },
    /** The cursor went elsewhere: the next stretch begins there. */
    rest(): void {
      stretch.current = null;
    },
    /** All that match. */
    all(): Promise<void> {
      stretch.current = null;
      const { rows } = model.get();
      return rows === 0 ? Promise.resolve() : choose(0, rows - 1, new Set());
    },
  };
}
