import type { ReactNode } from 'react';
import { I18nProvider, useLocale } from 'react-aria-components';

/** Where dates are typed in numbers: 04/11 is another day in America, so English has the year first. */
export function DateLocale({ children }: { children: ReactNode }) {
  const { locale } = useLocale();
  return (
    <I18nProvider locale={locale.startsWith('en') ? 'en-SE' : locale}>{children}</I18nProvider>
  );
}
