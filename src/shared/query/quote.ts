/** Values that mean themselves without quotes, as a bare word too: no field, no operator in them. */
const bareValue =
  /^(?!(?:AND|OR|NOT)$)(?:[\p{L}\p{N}_.@/+][\p{L}\p{N}_.@/+-]*|\d[\p{L}\p{N}_.@/+:-]*)$/u;
const bareKey = /^[\p{L}\p{N}_.@/$-]+$/u;

/** Writes a value so that `field:VALUE` means exactly that value, whatever its characters. */
export function quoteValue(value: string): string {
  return bareValue.test(value) ? value : quoted(value);
}

/** Writes a field's name, or `details.KEY` with any key, as it is written before `:`. */
export function quoteField(name: string): string {
  const key = name.startsWith('details.') ? name.slice('details.'.length) : null;
  if (key === null || bareKey.test(key)) return name;
  return `details.${quoted(key)}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
