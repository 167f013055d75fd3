import { useTranslation } from 'react-i18next';
import { failures } from '../../shared/locales/failures.ts';
import { failureSchema, toFailure, type Failure } from '../../shared/errors.ts';

/** The words for a failure, in the language of the moment. */
export function useFailureText(): (failure: Failure) => { what: string; next: string } {
  const { i18n } = useTranslation();
  return ({ kind, params }) => {
    const { what, next } = failures[i18n.language === 'ru' ? 'ru' : 'en'][kind];
    return { what: fill(what, params), next: fill(next, params) };
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
