import { eventFields, type SourceKind } from './event.ts';

/**
 * Which parts of an event are personal, decided place by place (decision 0014). Jay Guard's message,
 * content and what was found in it; of everything else any text that is not known to be an id, a
 * word of the service's own or the name of a rule. Text at an unknown place is personal; numbers
 * and booleans are not, but for numbers that say by their key that they belong to a person.
 */

/** Stands where a value was: the same value has the same digits within one session. */
const pseudonym = /^‹masked·[\da-f]{12}›$/;

/** @param digits twelve hexadecimal digits */
export function pseudonymOf(digits: string): string {
  return `‹masked·${digits}›`;
}

export function isMasked(text: string): boolean {
  return text.length === 21 && pseudonym.test(text);
}

/** Whether a pseudonym stands anywhere in a text. */
export function holdsMask(text: string): boolean {
  return text.includes('‹masked·');
}

/** Whether a field of the query language can hold personal data, `details.KEY` included. */
export function isPersonalField(field: string): boolean {
  return (
    field === 'text' ||
    field === 'content' ||
    field === 'findings' ||
    field === 'finding' ||
    field === 'raw' ||
    field === 'details' ||
    field.startsWith('details.')
  );
}

/** A place in a JSON value. Arrays are no place of their own: their elements stand where they do. */
export interface Place {
  /** What a person reveals to see it: a field of the event model, `details.KEY` or `raw`. */
  readonly field: string;
  /** The nearest key that says what a value is. */
  readonly key: string;
  /** Text right here stays; what lies deeper does not for that. */
  readonly stays: boolean;
  /** Begins the fields of what lies right below; null: it all belongs to `field`. */
  readonly prefix: string | null;
  readonly known: Readonly<Record<string, Place>>;
}

function place(field: string, more: Partial<Place> = {}): Place {
  return { field, key: field, stays: false, prefix: null, known: {}, ...more };
}

function staying(...keys: string[]): Record<string, Place> {
  return Object.fromEntries(keys.map((key) => [key, place('raw', { key, stays: true })]));
}

const pachcaDetails = place('details', {
  prefix: 'details.',
  // The name of a rule of the company's own, which `rules` has as well.
  known: { dlp_rule_name: place('details.dlp_rule_name', { stays: true }) },
});

/** The vendors' objects: an event of each service, and what audit/details answers. */
export const vendorPlaces: Readonly<Record<SourceKind | 'jayguardDetails', Place>> = {
  pachca: place('raw', {
    known: {
      ...staying('id', 'created_at', 'event_key', 'entity_id', 'entity_type', 'actor_id'),
      ...staying('actor_type', 'ip_address', 'user_agent'),
      details: pachcaDetails,
    },
  }),
  jayguard: place('raw', {
    prefix: 'details.',
    known: {
      ...staying('eventId', 'requestId', 'createdAt', 'userId', 'email', 'appliedRules'),
      ...staying('action', 'application'),
      message: place('text'),
      filter: place('details.filter', { prefix: 'details.filter.', known: staying('name') }),
    },
  }),
  jayguardDetails: place('content', {
    known: {
      ...staying('eventId'),
      details: place('findings', { known: staying('searchMethodId') }),
    },
  }),
};

/** `details` of the event model, which of Jay Guard is flat. */
export const detailsPlaces: Readonly<Record<SourceKind, Place>> = {
  pachca: pachcaDetails,
  jayguard: place('details', { prefix: 'details.' }),
};

const text = place('text');
const content = place('content');
const findings = place('findings', { known: staying('method') });
/** The fields of the event model that hold personal data, but for `raw`. */
export const fieldPlaces: Readonly<
  Record<'text' | 'content' | 'findings' | 'details', Readonly<Record<SourceKind, Place>>>
> = {
  text: { pachca: text, jayguard: text },
  content: { pachca: content, jayguard: content },
  findings: { pachca: findings, jayguard: findings },
  details: detailsPlaces,
};

/** What could not be read: nothing about its places is known. */
export const unreadPlace: Place = place('raw');

/** Where values of `details.KEY` lie, nested keys included. */
export function placeOfDetails(field: string): Place {
  return field.slice('details.'.length).split('.').reduce(placeBelow, pachcaDetails);
}

/**
 * Where a value lies that a rule names: by the event model's words or by the vendors' own. Names
 * that are neither may be anything.
 */
export function placeOfName(name: string): Place {
  if (name.startsWith('details.')) return placeOfDetails(name);
  if (isEventField(name) && !isPersonalField(name)) return place(name, { stays: true });
  const vendors = [vendorPlaces.pachca, vendorPlaces.jayguard];
  const known = vendors.map((vendor) => vendor.known[name]).find((found) => found?.stays);
  return known ?? placeBelow(pachcaDetails, name);
}

function isEventField(name: string): boolean {
  return name === 'person' || eventFields.some((field) => field === name);
}

/** Between a setting's name and its values: `changes.scopes.previous`. */
const between: ReadonlySet<string> = new Set(['previous', 'new']);

/** Keys repeat, but whoever sends them may think of ever new ones. */
const mostPlaces = 256;
const placesBelow = new WeakMap<Place, Map<string, Place>>();

/** The place of a property. */
export function placeBelow(above: Place, key: string): Place {
  const places = placesBelow.get(above) ?? new Map<string, Place>();
  const found = places.get(key) ?? findBelow(above, key);
  if (places.size === 0) placesBelow.set(above, places);
  if (places.size < mostPlaces) places.set(key, found);
  return found;
}

function findBelow(above: Place, key: string): Place {
  if (Object.hasOwn(above.known, key)) return above.known[key] ?? above;
  const field = above.prefix === null ? above.field : above.prefix + key;
  return {
    field,
    key: between.has(key) ? above.key : key.slice(key.lastIndexOf('.') + 1),
    stays: false,
    prefix: null,
    known: {},
  };
}

/** Lists of words of the service's own (audit_events, 2026-08-08), and ids. */
const wordKeys: ReadonlySet<string> = new Set(
  [
    'new_company_role previous_company_role company_roles changed_attrs context reason order sort',
    'scopes added_scopes removed_scopes search_type chat_subtype created_from created_to',
    'actionEntityKey event_key created_at createdAt entity_type actor_type ip_address',
    // Numbers and answers, which are texts where values are counted.
    'duration size limit threshold max_members_count revoked_tokens_count conditions_matched',
    'public_access query_present cursor_present confidential ignore_self_messages active personal',
    'events_history_enabled',
  ]
    .join(' ')
    .split(' '),
);
const idKey = /(?:^|_)ids?$|[a-z]Ids?$/;
/** What a word, an id or an instant looks like; no e-mail address, no second word, no other script. */
const word = /^[\w.:+-]{1,80}$/;
const personalNumber =
  /(?:^|_)(?:phones?|tel|mobile|passport|snils|inn|card|birth|birthday|birthdate)(?:_|$)/i;
const plainKey = /^[A-Za-z_][\w.:$-]{0,79}$/;

/** Whether a text at this place is shown to everybody. Nothing is no secret. */
export function isPlainText(at: Place, text: string): boolean {
  if (at.stays || text === '') return true;
  return (wordKeys.has(at.key) || idKey.test(at.key)) && word.test(text);
}

export function isPlainNumber(at: Place): boolean {
  return !personalNumber.test(at.key);
}

/** Keys are the service's own words; one that does not look so may be somebody's name or number. */
export function isPlainKey(key: string): boolean {
  return plainKey.test(key);
}
