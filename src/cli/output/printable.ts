// What gateways store may hold control characters. On a terminal they could move the cursor, hide text or change its title.
/** Finds a control character. */
export const controlCharacters: RegExp =
  // eslint-disable-next-line no-control-regex -- these are the characters to find
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const everyControl = new RegExp(controlCharacters, "g");

/** Returns a text on one line, with control characters shown as escapes such as `\n` and `\u001b`. */
export function printable(text: string): string {
  return text.replace(everyControl, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
  return short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Escapes the control characters of a text but its line breaks, in a format that reads such escapes. */
export function escapeControls(text: string): string {
  return text.replace(everyControl, (character) =>
    character === "\n" ? character : escapeCharacter(character),
  );
}

/** Returns JSON with two spaces of indentation, in which control characters of every kind are escaped. */
export function toJson(value: unknown, indent = 2): string {
  // `JSON.stringify` leaves DEL, C1 and direction marks as they are.
  return escapeControls(JSON.stringify(value, undefined, indent));
}
