/** Cuts a long text, so that the page stays quick. */
export function shorten(text: string, max = 4_000): string {
  return text.length <= max
    ? text
    : `${text.slice(0, max)}… (${text.length - max} more characters)`;
}
