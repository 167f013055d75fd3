import 'i18next';
import type { textsOf } from '../shared/locales/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: ReturnType<typeof textsOf>;
  }
}
