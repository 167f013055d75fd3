import {
  isPersonalField,
  isPlainKey,
  isPlainText,
  placeOfDetails,
  placeOfName,
  unreadPlace,
} from '../../shared/masking.ts';
import type { Finding } from '../../shared/rules.ts';
import type { Row } from '../../shared/session.ts';
import { maskEvent, maskRaw, maskRow } from '../privacy/mask-event.ts';
import { maskJson } from '../privacy/mask-json.ts';
import type { Masker } from '../privacy/masker.ts';
import { ShownParts } from '../privacy/shown.ts';
import { maskedEvents } from './masked-event.ts';
import type { BulkReader, SessionReader, SessionStore } from './session-store.ts';

/**
 * A session as the window may see it: personal data are pseudonyms except for the parts a person
 * asked to be shown. Queries, order and counts are those of the full data. Whatever a window can ask
 * of a session goes through here before it leaves the process that holds the file; a masked export
 * reads a view in which nothing is shown.
 */
export function maskedView(session: SessionStore, shown = new ShownParts()): SessionStore {
  const { remembering: masker } = session.masker();
  const masked = (row: Row): Row => maskRow(row, masker, shown.of(row.row));
  const view: Partial<SessionReader & BulkReader> = {
    async *scan(...args) {
      for await (const batch of session.scan(...args)) {
        yield maskedEvents(batch, session.masker(), shown);
      }
    },
    async *packets(...args) {
      const mask = { secret: session.masker().secret, shown: shown.list };
      for await (const packet of session.packets(...args)) yield { ...packet, mask };
    },
    async rows(...args) {
      return (await session.rows(...args)).map(masked);
    },
    async neighbours(...args) {
      const { after, before } = await session.neighbours(...args);
      return { after: after.map(masked), before: before.map(masked) };
    },
    async event(row) {
      const { event, raw, rawDetails, ...origin } = await session.event(row);
      const parts = shown.of(row);
      const seen = maskEvent({ row: event, raw }, masker, parts);
      return {
        ...origin,
        event: seen.row,
        raw: seen.raw,
        rawDetails: rawDetails && maskRaw('jayguardDetails', rawDetails, masker, parts),
      };
    },
    async facet(selection, field, ...rest) {
      const facet = await session.facet(selection, field, ...rest);
      const values = facet.values.map(({ value, count }) => ({
        value: maskedValue(session, shown, field, value),
        count,
      }));
      return { ...facet, values };
    },
    async detailKeys() {
      const all = shown.of(null)('details');
      return (await session.detailKeys()).filter(({ key }) => all || isPlainKey(key));
    },
    async triage() {
      // Kept as it was when it was judged, which may have been while everything was shown.
      const all = shown.of(null)('raw');
      const judged = await session.triage();
      return all
        ? judged
        : judged.map((one) => ({ ...one, finding: maskedFinding(one.finding, masker) }));
    },
    async quarantine(...args) {
      const parts = shown.of(null);
      return (await session.quarantine(...args)).map((entry) => ({
        ...entry,
        raw: maskJson(entry.raw, unreadPlace, masker, parts),
      }));
    },
  };
  return { ...session, ...view };
}

/** Without values that are not known to be harmless; a query that names one is not given. */
function maskedFinding(finding: Finding, masker: Masker): Finding {
  const group = Object.fromEntries(
    Object.entries(finding.group).map(([name, value]) => [
      name,
      isPlainText(placeOfName(name), value) ? value : masker(value),
    ]),
  );
  const isWhole = Object.entries(group).every(([name, value]) => finding.group[name] === value);
  return { ...finding, group, query: isWhole ? finding.query : null };
}

/** One value of a field, as the window may see it by itself: in a facet, or in what rules found. */
export function maskedValue(
  session: SessionStore,
  shown: ShownParts,
  field: string,
  value: string,
): string {
  // Counted alone, findings are their methods, which are the service's own words.
  if (
    field === 'findings' ||
    field === 'finding' ||
    !isPersonalField(field) ||
    shown.of(null)(field)
  )
    return value;
  return plainValues(field)(value) ? value : session.masker().remembering(value);
}

/** Which of a field's values are words, ids or numbers of the service's own. */
function plainValues(field: string): (value: string) => boolean {
  if (!field.startsWith('details.')) return () => false;
  const place = placeOfDetails(field);
  return (value) => isPlainText(place, value);
}
