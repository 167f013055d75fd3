/**
 * UTF-8 with a character for each byte, as Latin-1 has it. JSON's own marks are ASCII, so that texts
 * nobody looks at are cut and put together without being decoded. It is never mixed with ordinary
 * text: whatever joins it goes through {@link bytesOf}.
 */
const ascii = /^[\0-\x7F]*$/;
/** Escapes of what is more than one byte in UTF-8. */
const wideEscape = /\\u(?!00[0-7])/;

export function bytesOf(text: string): string {
  return ascii.test(text) ? text : Buffer.from(text).toString('latin1');
}

export function textOf(bytes: string): string {
  return ascii.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString();
}

/** What a value of JSON is, its texts in bytes as well. Throws as `JSON.parse` does. */
export function parseBytes(json: string): unknown {
  return wideEscape.test(json) ? inBytes(JSON.parse(textOf(json))) : JSON.parse(json);
}

/** The text of a string of JSON. */
export function stringBytes(json: string): string {
  return json.includes('\\') ? String(parseBytes(json)) : json.slice(1, -1);
}

function inBytes(value: unknown): unknown {
  if (typeof value === 'string') return bytesOf(value);
  if (Array.isArray(value)) return value.map(inBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [bytesOf(key), inBytes(one)]),
  );
}
