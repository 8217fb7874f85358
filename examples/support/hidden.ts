/** What may be shown of a secret: that it is there, and how long it is. */
export function hidden(secret: string | undefined): string {
  return secret === undefined ? "[none]" : `[hidden, ${secret.length} characters]`;
}
