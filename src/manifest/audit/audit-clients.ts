import type { TykOAuth } from "../../client.ts";
import { inputFailure } from "../../util/fail.ts";
import { requireClient } from "../check-tyk.ts";
import { checkOptions } from "../options.ts";
import { applyBaseline } from "./baseline.ts";
import { checkApis } from "./check-apis.ts";
import { checkCopies } from "./check-copies.ts";
import { checkGateway } from "./check-gateway.ts";
import { checkPolicies } from "./check-policies.ts";
import { checkRedirectUris } from "./check-redirect-uris.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkTokens } from "./check-tokens.ts";
import { readFleet } from "./read-fleet.ts";
import type { AuditOptions, AuditReport } from "./types.ts";

const operation = "auditClients";

/**
 * Checks the clients of the gateway for weaknesses, without changing anything. Each finding says why it matters and how to fix it.
 *
 * What cannot be checked is in `gaps`, such as policies that the gateway does not show. An empty list of findings means that
 * nothing was found only if `gaps` is empty too.
 *
 * It reads the lists of APIs and policies, one list of clients for each API, and the token list of each copy. With
 * `tokens: "all"` it also reads every key of the gateway, once for each API.
 *
 * @throws {@link TykInputError} if an option is wrong, or if one of `apis` is not an OAuth API of the gateway.
 * @throws {@link TykAuthenticationError} if the gateway refuses the secret.
 * @throws {@link TykAbortError} if `signal` aborts.
 * @throws {@link TykRequestError} if the APIs or the capabilities of the gateway cannot be read.
 *
 * @example
 * ```ts
 * import { auditClients } from "@tyk-oauth/sdk/manifest";
 *
 * const { findings, gaps } = await auditClients(tyk, { apis: ["orders", "billing"] });
 * for (const { severity, message, fix } of findings) console.log(severity, message, fix);
 * for (const { what, reason } of gaps) console.log("not checked:", what, reason);
 * ```
 */
export async function auditClients(tyk: TykOAuth, options?: AuditOptions): Promise<AuditReport> {
  const {
    apis,
    tokens = "lists",
    baseline,
    redirectUriSeparator,
    signal,
  } = checkOptions(operation, options, [
    "apis",
    "tokens",
    "baseline",
    "redirectUriSeparator",
    "signal",
  ]);
  requireClient(tyk, operation);
  const auditedAt = new Date().toISOString();
  const requestOptions = { signal };
  const gateway = await checkGateway(tyk, requestOptions);
  const { fleet, ...read } = await readFleet(tyk, apis, requestOptions, inputFailure(operation));
  const ofApis = await checkApis(tyk, fleet, requestOptions);
  const ofTokens = await checkTokens(tyk, fleet, tokens, requestOptions);
  const findings = [
    ...gateway.findings,
    ...read.findings,
    ...ofApis.findings,
    ...checkRedirectUris(fleet.clients, redirectUriSeparator),
    ...checkPolicies(fleet),
    ...checkCopies(fleet.clients),
    ...checkSecrets(fleet.clients),
    ...ofTokens.findings,
  ];
  return {
    version: 1,
    auditedAt,
    apis: fleet.apis.map(({ api_id }) => api_id),
    clientCount: fleet.clients.length,
    ...applyBaseline(findings, baseline),
    gaps: [...gateway.gaps, ...read.gaps, ...ofApis.gaps, ...ofTokens.gaps],
  };
}
