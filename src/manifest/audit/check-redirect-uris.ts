import { parseUrl } from "../../util/url.ts";
import { redirectUriProblem, registeredUris } from "../../verbs/clients/redirect-uris.ts";
import { createFinding } from "./finding.ts";
import type { FindingSubject } from "./finding.ts";
import { groupCopies } from "./fleet.ts";
import type { AuditedClient } from "./fleet.ts";
import type { AuditRule } from "./rules.ts";
import type { AuditFinding } from "./types.ts";

/** A redirect URI of a client. */
interface RegisteredUri {
  readonly clientId: string;
  readonly uri: string;
}

/** Checks the redirect URIs of all clients, each by itself and against those of the other clients. */
export function checkRedirectUris(
  clients: readonly AuditedClient[],
  separator: string | undefined,
): AuditFinding[] {
  const findings: AuditFinding[] = [];
  const registered: RegisteredUri[] = [];
  for (const client of clients) {
    const { clientId } = client;
    for (const { value, apiId } of groupCopies(client, ({ redirect_uri = "" }) => redirect_uri)) {
      const subject: FindingSubject = { clientId, ...(apiId === undefined ? {} : { apiId }) };
      const uris = registeredUris(value, separator);
      if (uris.length === 0)
        findings.push(
          createFinding("redirect-uri-missing", subject, `${clientId} has no redirect URI`),
        );
      for (const uri of uris) {
        for (const [rule, problem] of problemsOf(uri))
          findings.push(
            createFinding(
              rule,
              { ...subject, detail: uri },
              `the redirect URI ${uri} of ${clientId} ${problem}`,
            ),
          );
        registered.push({ clientId, uri });
      }
    }
  }
  return [...findings, ...findPrefixes(registered)];
}

function problemsOf(uri: string): [AuditRule, string][] {
  const url = parseUrl(uri);
  if (url !== undefined && /^(javascript|data|vbscript|blob|file|about):$/.test(url.protocol))
    return [["redirect-uri-script", `is a ${url.protocol} URI`]];
  const problem = redirectUriProblem(uri);
  if (url === undefined || problem !== undefined)
    return [["redirect-uri-invalid", problem ?? "must be an absolute URI"]];
  const found: [AuditRule, string][] = [];
  if (uri.includes("*")) found.push(["redirect-uri-wildcard", "contains a wildcard"]);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  if (!isWeb) return found;
  if (isLoopback(url.hostname)) found.push(["redirect-uri-localhost", "is on the user's machine"]);
  else if (url.protocol === "http:") found.push(["redirect-uri-http", "is not https"]);
  // The parsed URL always has a path, so the text shows whether the registered one has.
  if (/^https?:\/\/[^/?]*$/i.test(uri)) found.push(["redirect-uri-open-host", "has no path"]);
  return found;
}

function isLoopback(hostname: string): boolean {
  return hostname === "[::1]" || /^(localhost|(.*\.)localhost|127(\.\d+){3})$/.test(hostname);
}

/**
 * Finds URIs that are prefixes of another client's. Sorted, all URIs with a common prefix follow it at once. Clients may share
 * one URI on purpose, for example while one replaces the other.
 */
function findPrefixes(registered: readonly RegisteredUri[]): AuditFinding[] {
  const sorted = [...registered].sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0));
  const findings = new Map<string, AuditFinding>();
  // The URIs that are prefixes of the current one, the shortest first.
  const open: RegisteredUri[] = [];
  for (const one of sorted) {
    while (open.length > 0 && !one.uri.startsWith(open.at(-1)?.uri ?? "")) open.pop();
    for (const prefix of open) {
      if (prefix.clientId === one.clientId || prefix.uri === one.uri) continue;
      const { clientId, uri } = prefix;
      const finding = createFinding(
        "redirect-uri-prefix",
        { clientId, detail: `${uri} ${one.clientId}` },
        `the redirect URI ${uri} of ${clientId} is a prefix of ${one.uri} of ${one.clientId}`,
      );
      if (!findings.has(finding.key)) findings.set(finding.key, finding);
    }
    open.push(one);
  }
  return [...findings.values()];
}
