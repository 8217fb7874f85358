import type { ApiDefinition } from "../../../generated/index.ts";
import { TykConfigError } from "../../errors/before-request.ts";
import { TykUnsupportedError } from "../../errors/verb.ts";
import { nameOfThrown } from "../../internal/fail.ts";
import { whyNoListenPath } from "../../internal/request/ids.ts";
import type { ApiAddress } from "../../raw-types.ts";
import type { Verb } from "../verb.ts";

/** Where an API is served. Only an OAuth API may be asked there: another would pass the request on to its upstream. */
export function addressOf(verb: Verb, api: ApiDefinition): ApiAddress {
  const operation = verb.name;
  const { apiBaseUrl } = verb.deps.config;
  const listenPath = api.proxy.listen_path;
  const why = whyNoListenPath(listenPath);
  if (why !== undefined) {
    throw new TykUnsupportedError(`the API's listen path ${why}`, { operation });
  }
  if (typeof apiBaseUrl === "string") {
    requireHost(api, apiBaseUrl, operation);
    return { listenPath };
  }
  return { listenPath, apiBaseUrl: callApiBaseUrl(apiBaseUrl, api, operation) };
}

/** On another host than its own another API may have the listen path, and would be handed the secret. */
function requireHost(
  { api_id, domain = "" }: ApiDefinition,
  base: string,
  operation: string,
): void {
  if (domain === "" || new URL(base).hostname === hostOf(domain)) return;
  throw new TykUnsupportedError(
    `the API ${api_id} has a domain of its own, ${domain}, and is served on that host alone: give apiBaseUrl as a function (also where the gateway's custom domains are off)`,
    { operation },
  );
}

/** As a URL has it: in small letters and without letters beyond ASCII. A pattern stays what it is, and so is no host. */
function hostOf(domain: string): string {
  const url = `https://${domain}`;
  return URL.canParse(url) ? new URL(url).hostname : domain;
}

/** What the user's function gives for the API. That it is a base URL is seen where every address is. */
function callApiBaseUrl(
  give: (api: ApiDefinition) => string,
  api: ApiDefinition,
  operation: string,
): string {
  let given: unknown;
  try {
    given = give(api);
  } catch (error) {
    throw new TykConfigError(`the apiBaseUrl function failed (${nameOfThrown(error)})`, {
      operation,
    });
  }
  if (typeof given === "string") return given;
  // An async function gives a promise, whose rejection would end the process.
  if (given instanceof Promise) given.catch(() => undefined);
  throw new TykConfigError("apiBaseUrl must be a URL: its function gave none", { operation });
}
