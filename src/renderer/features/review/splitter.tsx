import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import styles from './review-screen.module.css';

interface SplitterProps {
  label: string;
  /** The pane lies at this side of the splitter. */
  side: 'left' | 'right';
  width: number;
  least: number;
  most: number;
  /** While it moves. */
  onResize: (width: number) => void;
  /** When it rests. */
  onRest: (width: number) => void;
}

/** The edge between two panes: dragged, or moved with the arrow keys. */
export function Splitter({ label, side, width, least, most, onResize, onRest }: SplitterProps) {
  const grip = useRef<{ x: number; width: number } | null>(null);
  const clamp = (value: number) => Math.round(Math.min(most, Math.max(least, value)));
  const sign = side === 'left' ? 1 : -1;

  function onPointerMove(event: PointerEvent): void {
    if (grip.current) onResize(clamp(grip.current.width + sign * (event.clientX - grip.current.x)));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowLeft: -16, ArrowRight: 16 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onRest(clamp(width + sign * step));
  }

  return (
    <div
      className={styles.splitter}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = { x: event.clientX, width };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        if (grip.current) onRest(width);
        grip.current = null;
      }}
    />
  );
}
