import { createContext, useContext, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

/** Places in the frame that the screen in front fills: the middle of the top bar, the left of the status bar. */
export const SlotsContext = createContext<{ top: Element | null; status: Element | null }>({
  top: null,
  status: null,
});

/** Puts its children into the top bar: the query bar, the period. */
export function TopBarSlot({ children }: { children: ReactNode }) {
  const { top } = useContext(SlotsContext);
  return top && createPortal(children, top);
}

/** Puts its children at the left of the status bar: how many are selected, which row. */
export function StatusSlot({ children }: { children: ReactNode }) {
  const { status } = useContext(SlotsContext);
  return status && createPortal(children, status);
}
