/** A piece of JSON text with what it is, for its colour. */
export interface JsonPiece {
  kind: 'key' | 'string' | 'number' | 'word' | 'plain';
  text: string;
}

/** `"…"` with the colon that makes it a key, numbers, and the three words. */
const piece =
  /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

/** Cuts JSON text into coloured pieces; put together they are the text again, to the letter. */
export function jsonPieces(text: string): JsonPiece[] {
  const pieces: JsonPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(piece)) {
    if (match.index > at) pieces.push({ kind: 'plain', text: text.slice(at, match.index) });
    const [whole, string, colon, number] = match;
    if (string !== undefined) {
      pieces.push({ kind: colon === undefined ? 'string' : 'key', text: string });
      if (colon !== undefined) pieces.push({ kind: 'plain', text: colon });
    } else pieces.push({ kind: number === undefined ? 'word' : 'number', text: whole });
    at = match.index + whole.length;
  }
  if (at < text.length) pieces.push({ kind: 'plain', text: text.slice(at) });
  return pieces;
}

/**
 * Lays JSON out over lines without reading its values, so that long numbers and the order and
 * doubling of keys stay as the vendor wrote them. Text that is no JSON comes back as it is.
 */
export function layOut(json: string): string {
  let depth = 0;
  let text = '';
  const line = () => `\n${'  '.repeat(Math.max(0, depth))}`;
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|"/g) ?? [];
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1];
    if (token === '{' || token === '[') {
      depth += 1;
      text += next === '}' || next === ']' ? token : token + line();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      const before = tokens[at - 1];
      text += before === '{' || before === '[' ? token : line() + token;
    } else if (token === ',') text += token + line();
    else text += token === ':' ? ': ' : token;
  }
  return text;
}
