import type { Gateway } from "@tyk-oauth/sdk/testing";

/** Returns every secret in the requests to a gateway: its own, client secrets, tokens, codes and listed codes. */
export function secretsInRequests(gateway: Gateway): Set<string> {
  const secrets = new Set([gateway.secret]);
  for (const { headers, body, path } of gateway.requests) {
    const [scheme, credentials = ""] = (headers["authorization"] ?? "").split(" ");
    if (scheme === "Bearer") secrets.add(credentials);
    if (scheme === "Basic") {
      secrets.add(credentials);
      secrets.add(atob(credentials).split(":")[1] ?? "");
    }
    if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true) {
      const form = new URLSearchParams(body);
      for (const name of ["code", "token", "refresh_token", "client_secret"]) {
        for (const value of form.getAll(name)) secrets.add(value);
      }
    }
    const inPath = /\/tyk\/(?:oauth\/refresh|keys)\/([^/]+)$/.exec(path)?.[1];
    if (inPath !== undefined) secrets.add(decodeURIComponent(inPath));
  }
  secrets.delete("");
  return secrets;
}

/** Returns the secrets that a text contains, as they are or URL-encoded. */
export function leaks(text: string, secrets: Iterable<string>): string[] {
  return [...secrets].filter(
    (secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)),
  );
}
