import type { BundleFault } from '../../shared/bundle.ts';
import { Failed } from '../../shared/errors.ts';

/** A name as a stranger wrote it, fit to be shown: no control characters, and not endless. */
function shown(name: string): string {
  return name.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 80);
}

/** The bundle is not what was sealed. */
export function changed(reason: BundleFault, name: string | null = null): Failed {
  return new Failed('bundle.changed', { reason, name: name && shown(name) });
}

/** The bundle is what was sealed, but no session can be made of it. */
export function refused(reason: BundleFault, name: string | null = null): Failed {
  return new Failed('bundle.refused', { reason, name: name && shown(name) });
}
