import { useState, useSyncExternalStore } from 'react';

let held = false;

function subscribe(tell: () => void): () => void {
  const press = ({ repeat }: KeyboardEvent) => {
    held = repeat;
    tell();
  };
  const release = () => {
    held = false;
    tell();
  };
  // Before the table hears it: what it does with the first of the repeated keys waits already.
  window.addEventListener('keydown', press, { capture: true });
  window.addEventListener('keyup', release);
  window.addEventListener('blur', release);
  return () => {
    window.removeEventListener('keydown', press, { capture: true });
    window.removeEventListener('keyup', release);
    window.removeEventListener('blur', release);
  };
}

/** A value that stands still while a key is held down and repeats itself: what is costly to draw waits for its end. */
export function useWhenLetGo<T>(value: T): T {
  const isHeld = useSyncExternalStore(subscribe, () => held);
  const [rested, setRested] = useState(value);
  if (!isHeld && rested !== value) setRested(value);
  return isHeld ? rested : value;
}
