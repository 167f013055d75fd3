import { useTranslation } from 'react-i18next';
import { bundleFaultSchema } from '../../shared/bundle.ts';
import { bundles } from '../../shared/locales/bundles.ts';
import { failures } from '../../shared/locales/failures.ts';
import { failureSchema, toFailure, type Failure } from '../../shared/errors.ts';

/** The words for a failure, in the language of the moment. */
export function useFailureText(): (failure: Failure) => { what: string; next: string } {
  const { i18n } = useTranslation();
  const faultText = useFaultText();
  return ({ kind, params }) => {
    const { what, next } = failures[i18n.language === 'ru' ? 'ru' : 'en'][kind];
    const reason = faultText(params['reason'], params['name']);
    const said = reason === null ? params : { ...params, reason };
    return { what: fill(what, said), next: fill(next, said) };
  };
}

/** What is wrong with a bundle, to be said after a colon; null for what is no fault of one. */
export function useFaultText(): (reason: unknown, name: unknown) => string | null {
  const { i18n } = useTranslation();
  return (reason, name) => {
    const fault = bundleFaultSchema.safeParse(reason).data;
    const { fault: texts } = bundles[i18n.language === 'ru' ? 'ru' : 'en'];
    return fault ? fill(texts[fault], { name: typeof name === 'string' ? name : null }) : null;
  };
}

/** A placeholder without a value leaves nothing behind, brackets around it included. */
export function fill(text: string, params: Failure['params']): string {
  return text
    .replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))
    .replaceAll(/\s*\(\s*\)/g, '');
}

/** The failure in anything that was thrown or handed over. */
export function failureOf(error: unknown): Failure {
  const parsed = failureSchema.safeParse(error);
  return parsed.success ? parsed.data : toFailure(error);
}
