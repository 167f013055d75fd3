import { CircleCheck, CircleHelp, CircleX, TriangleAlert } from 'lucide-react';
import type { Verdict } from '../../../shared/reliance.ts';

/** A verdict is told by its shape as well as by its colour. */
export const verdictIcons = {
  yes: CircleCheck,
  but: TriangleAlert,
  no: CircleX,
  nothing: CircleHelp,
} satisfies Record<Verdict, unknown>;
