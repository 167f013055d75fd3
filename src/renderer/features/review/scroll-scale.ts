/**
 * Scrolling over more rows than a browser can lay out. Browsers clamp an element's height (Chromium
 * at about 33 million px, fewer when zoomed), so the scrolled element stays below `tallest` and its
 * scroll position ("physical", px) stands for a place in the full height ("virtual", px).
 *
 * Three stretches: `margin` px at either end map one to one, the middle is squeezed. Small moves
 * (wheel, touch, a click into the track, smooth scrolling) are never squeezed: they move the virtual
 * place by as many pixels as the browser moved, and only when the movement has ended is the physical
 * position put right again. So a wheel notch is always the same few rows, dragging the thumb reaches
 * any row, and the last row is exactly at the end.
 */
export interface Geometry {
  /** Height of all rows, and of the part that is seen. */
  total: number;
  viewport: number;
}

/** `shift` is virtual minus physical: what rows on the screen are moved by. */
export interface Place {
  virtual: number;
  physical: number;
}

/** Below this every position is exact in the 32-bit floats of the compositor, at any zoom. */
const tallest = 4_000_000;
const margin = 100_000;

/** Height to give to the scrolled element. */
export function physicalHeight(geometry: Geometry): number {
  return Math.min(geometry.total, tallest);
}

/** The place whose virtual position is `virtual`, clamped to what exists. */
export function placeAt(virtual: number, geometry: Geometry): Place {
  const { virtualEnd, physicalEnd } = ends(geometry);
  const place = clamp(Math.round(virtual), virtualEnd);
  if (virtualEnd === physicalEnd) return { virtual: place, physical: place };
  if (place <= margin) return { virtual: place, physical: place };
  if (place >= virtualEnd - margin)
    return { virtual: place, physical: physicalEnd - (virtualEnd - place) };
  const share = (place - margin) / (virtualEnd - 2 * margin);
  return { virtual: place, physical: Math.round(margin + share * (physicalEnd - 2 * margin)) };
}

/** What the browser's scroll position stands for, for itself alone: after a drag of the thumb. */
export function placeOf(physical: number, geometry: Geometry): Place {
  const { virtualEnd, physicalEnd } = ends(geometry);
  const place = clamp(physical, physicalEnd);
  if (virtualEnd === physicalEnd || place <= margin) return { virtual: place, physical };
  if (place >= physicalEnd - margin)
    return { virtual: virtualEnd - (physicalEnd - place), physical };
  const share = (place - margin) / (physicalEnd - 2 * margin);
  return { virtual: Math.round(margin + share * (virtualEnd - 2 * margin)), physical };
}

/** The browser scrolled from `before` to `physical`: a small move is taken as it is, a leap scaled. */
export function moved(before: Place, physical: number, geometry: Geometry): Place {
  const { virtualEnd, physicalEnd } = ends(geometry);
  if (virtualEnd === physicalEnd) return placeOf(physical, geometry);
  // The very ends are what they say, whatever drift a long movement has gathered.
  const step = physical - before.physical;
  if (Math.abs(step) > geometry.viewport) return placeOf(physical, geometry);
  return { virtual: clamp(before.virtual + step, virtualEnd), physical };
}

/** The virtual position nearest to `place` in which the stretch `from`–`to` is seen whole. */
export function reveal(place: number, from: number, to: number, viewport: number): number {
  if (from < place) return from;
  return to > place + viewport ? to - viewport : place;
}

function ends(geometry: Geometry) {
  return {
    virtualEnd: Math.max(0, geometry.total - geometry.viewport),
    physicalEnd: Math.max(0, physicalHeight(geometry) - geometry.viewport),
  };
}

function clamp(value: number, end: number): number {
  return Math.min(Math.max(0, value), end);
}
