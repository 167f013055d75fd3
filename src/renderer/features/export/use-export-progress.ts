import { useRef, useState } from 'react';
import { usePush } from '../../api.ts';

export interface ExportProgress {
  rows: number;
  of: number;
  /** Rows a second since the first ones; null until it can be told. */
  rate: number | null;
}

const nothing: ExportProgress = { rows: 0, of: 0, rate: null };

/** How far the export is, and how fast. The clock starts with the first rows: before that a person chooses a place. */
export function useExportProgress(): { progress: ExportProgress; restart: () => void } {
  const [progress, setProgress] = useState(nothing);
  const first = useRef<{ at: number; rows: number } | null>(null);
  usePush('export.progress', ({ rows, of }) => {
    const at = performance.now();
    first.current ??= { at, rows };
    const seconds = (at - first.current.at) / 1000;
    const rate = seconds > 0 ? (rows - first.current.rows) / seconds : null;
    setProgress({ rows, of, rate });
  });
  const restart = () => {
    first.current = null;
    setProgress(nothing);
  };
  return { progress, restart };
}
