/** Where parts of JSON end. The text must be valid JSON; what is not has its end at the text's. */

/** The index after the closing quote of the string that opens here. */
export function endOfString(text: string, open: number): number {
  for (let quote = text.indexOf('"', open + 1); quote > 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

/** The index after the value that starts here, of JSON without white space between its parts. */
export function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === 0x22) return endOfString(text, start);
  const isContainer = first === 0x7b || first === 0x5b;
  let level = isContainer ? 1 : 0;
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else {
      const isClosing = code === 0x7d || code === 0x5d;
      if (!isContainer && (isClosing || code === 0x2c)) return at;
      if (code === 0x7b || code === 0x5b) level += 1;
      else if (isClosing) level -= 1;
      at += 1;
      if (isContainer && level === 0) return at;
    }
  }
  return text.length;
}
