import type { textsOf } from '../../../src/shared/locales/index.ts';

/** The words of the window in one language: pages find things by what a person reads. */
export type Texts = ReturnType<typeof textsOf>;
