import { comparison } from './comparison.ts';
import { desktop } from './desktop.ts';
import { bundles } from './bundles.ts';
import { common } from './common.ts';
import { facets } from './facets.ts';
import { failures } from './failures.ts';
import { welcome } from './welcome.ts';
import { sources } from './sources.ts';
import { collect } from './collect.ts';
import { events } from './events.ts';
import { reliance } from './reliance.ts';
import { review } from './review.ts';
import { exporting } from './export.ts';
import { findings } from './findings.ts';
import { marks } from './marks.ts';
import { neighbours } from './neighbours.ts';
import { overview } from './overview.ts';
import { people } from './people.ts';
import { privacy } from './privacy.ts';
import { rules } from './rules.ts';
import { sealing } from './sealing.ts';
import { searches } from './searches.ts';
import { settings } from './settings.ts';
import { table } from './table.ts';
import type { Language } from './texts.ts';

/** Every text a person can see, by part of the program: one file a part, both languages in it. */
const parts = {
  bundles,
  common,
  comparison,
  desktop,
  facets,
  failures,
  welcome,
  sources,
  collect,
  reliance,
  events,
  review,
  export: exporting,
  findings,
  marks,
  neighbours,
  overview,
  people,
  privacy,
  rules,
  sealing,
  searches,
  settings,
  table,
};

/** i18next resources of one language. */
export function textsOf(language: Language) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets the keys
  return Object.fromEntries(
    Object.entries(parts).map(([part, texts]) => [part, texts[language]]),
  ) as { [P in keyof typeof parts]: (typeof parts)[P]['en'] };
}

/** Fills i18next's placeholders where there is no i18next: in menus, dialogs and on the terminal. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}
