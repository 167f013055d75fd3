const stops = 'button[data-facet]';

/** To a value that is asked for or kept out, else to the first; nowhere while the facets are hidden. */
export function focusFacets(): void {
  const pane = document.querySelector('[data-facets]');
  const chosen = pane?.querySelector<HTMLElement>(`${stops}[aria-pressed="true"]`);
  (chosen ?? pane?.querySelector<HTMLElement>(`${stops}[aria-pressed]`))?.focus();
}

/**
 * Arrows, Home and End go from one title or value to the next, whatever facet it stands in.
 * @returns whether the key was one of them
 */
export function moveInFacets({ key, target, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  const pane = target instanceof Element ? target.closest('[data-facets]') : null;
  if (!pane || altKey || ctrlKey || metaKey) return false;
  const all = [...pane.querySelectorAll<HTMLElement>(stops)];
  const at = all.findIndex((one) => one === target);
  const goal = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[key];
  if (goal === undefined) return false;
  all[Math.min(all.length - 1, Math.max(0, goal))]?.focus();
  return true;
}
