import { bundleFaultSchema, type BundleFault } from '../../shared/bundle.ts';
import type { Failure } from '../../shared/errors.ts';
import { bundles } from '../../shared/locales/bundles.ts';
import { cli } from '../../shared/locales/cli.ts';
import { failures } from '../../shared/locales/failures.ts';
import { review } from '../../shared/locales/review.ts';
import type { Language } from '../../shared/locales/texts.ts';

/** The system's language by the usual rules: the first of these variables that is set decides. */
function systemLanguage(env: NodeJS.ProcessEnv): Language {
  const named = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'];
  const locale = named ?? Intl.DateTimeFormat().resolvedOptions().locale;
  return /^ru\b|^ru_/i.test(locale) ? 'ru' : 'en';
}

/** The system's, in which the command line speaks. */
export const language = systemLanguage(process.env);

/** The command line's own texts. */
export const words = cli[language];

/**
 * Fills `{{name}}` in a text; one without a value leaves nothing behind, brackets around it
 * included. i18next would do no more here and costs a start of its own.
 */
export function fill(text: string, values: Readonly<Record<string, unknown>>): string {
  return text
    .replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = values[name];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    })
    .replaceAll(/\s*\(\s*\)/g, '');
}

/** What happened, and what to do next, on one line. */
export function failureLine(failure: Failure): string {
  const { next } = failures[language][failure.kind];
  const hints: Partial<Record<string, string>> = words.next;
  return `${failureReason(failure)} ${fill(hints[failure.kind] ?? next, failure.params)}`;
}

/** What happened. */
export function failureReason({ kind, params }: Failure): string {
  const expectations: Readonly<Record<string, string>> = review[language].expected;
  const expected = expectations[String(params['expected'])];
  const fault = bundleFaultSchema.safeParse(params['reason']).data;
  const reason = fault && faultText(fault, params['name']);
  return fill(failures[language][kind].what, {
    ...params,
    ...(expected && { expected }),
    ...(reason && { reason }),
  });
}

/** What is wrong with a bundle; `name` of an entry in it may be anything. */
export function faultText(fault: BundleFault, name: unknown): string {
  return fill(bundles[language].fault[fault], { name });
}
