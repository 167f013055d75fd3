/** One turn of what went through Jay Guard. */
export interface Turn {
  /** `whole`: the message has no named parts, or this stands before the first of them. */
  role: 'user' | 'app' | 'output' | 'whole';
  text: string;
}

const roles: Readonly<Record<string, Turn['role']>> = {
  LAST_USER_REQUEST: 'user',
  LAST_APP_RESPONSE: 'app',
  OUTPUT: 'output',
};

/** A part begins at the start of a line; its name is followed by a colon. */
const heading = /^[ \t]*(LAST_USER_REQUEST|LAST_APP_RESPONSE|OUTPUT):[ \t]*/gm;

/**
 * Splits Jay Guard's `message` into its parts (api/notes.md: `LAST_USER_REQUEST:`,
 * `LAST_APP_RESPONSE:`, `OUTPUT:`). Nothing of the text is lost but the headings and the blank
 * around parts; a message without headings is one `whole` turn.
 */
export function splitConversation(message: string): Turn[] {
  const turns: Turn[] = [];
  let role: Turn['role'] = 'whole';
  let start = 0;
  const close = (end: number) => {
    const text = message.slice(start, end).trim();
    if (text !== '') turns.push({ role, text });
  };
  for (const match of message.matchAll(heading)) {
    close(match.index);
    role = roles[match[1] ?? ''] ?? role;
    start = match.index + match[0].length;
  }
  close(message.length);
  return turns;
}
