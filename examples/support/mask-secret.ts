/** Returns a printable text for a secret: whether it exists, and its length. */
export function maskSecret(secret: string | undefined): string {
  return secret === undefined ? "[none]" : `[hidden, ${secret.length} characters]`;
}
