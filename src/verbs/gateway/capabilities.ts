import type { ApiDefinition } from "../../../generated/index.ts";
import { TykApiError, TykBadRequestError, TykRouteError } from "../../errors/api.ts";
import { TykResponseError } from "../../errors/response.ts";
import { TykUnsupportedError } from "../../errors/method.ts";
import type { GatewayCapabilities, KeyHash } from "../../types/gateway.ts";
import { readElements } from "../lists/read-elements.ts";
import { ignoreNotFound } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { orgIdOf, policyIdOf, usesOAuth } from "../omitted-fields.ts";
import { isControlAddress, unusedKeyId } from "../unsupported.ts";
import { areKeysHashed } from "./hashed-keys.ts";

/** Finds out what the gateway can do, by requests that change nothing. The result is cached for a minute. */
export async function readCapabilities(context: MethodContext): Promise<GatewayCapabilities> {
  const { capabilities, config } = context.deps;
  // `withOptions` shares this cache. A read-only client cannot probe the purge, so its result is cached apart.
  const cacheKey = config.readOnly || config.dryRun ? "read" : "all";
  const known = capabilities.get(cacheKey);
  if (known !== undefined) return known;
  const found = await probe(context);
  capabilities.set(cacheKey, found);
  return found;
}

async function probe(context: MethodContext): Promise<GatewayCapabilities> {
  const version = await readVersion(context);
  const checkedAt = new Date(context.deps.runtime.now()).toISOString();
  const unknown = undefined;
  if (!(await isControlAddress(context)))
    return {
      version,
      control: false,
      edge: unknown,
      hashedKeys: unknown,
      keyHash: unknown,
      keyListing: unknown,
      policies: unknown,
      policiesById: unknown,
      paging: unknown,
      purge: unknown,
      checkedAt,
    };
  const input = { path: { clientID: unusedKeyId }, query: { orgID: "" } };
  const clientApis = await ifServed(context.read("listOAuthClientApis", input));
  const [oauth] =
    (await ifServed(
      readElements(context, "listApis", {}, (api) => (usesOAuth(api) ? api : undefined)),
    )) ?? [];
  const policies = await ifServed(
    readElements(context, "listPolicies", {}, (policy) => policyIdOf(policy) !== ""),
  );
  const hashedKeys = await areKeysHashed(context);
  const listing = await readKeyListing(context, oauth);
  return {
    version,
    control: true,
    edge: clientApis === undefined,
    hashedKeys,
    keyHash: hashedKeys ? listing?.hash : undefined,
    keyListing: listing !== undefined,
    policies: policies !== undefined,
    policiesById: policies?.every((hasId) => hasId) ?? false,
    paging: oauth === undefined ? undefined : await hasPages(context, oauth),
    purge: await hasPurge(context),
    checkedAt,
  };
}

async function readVersion(context: MethodContext): Promise<string | undefined> {
  try {
    const { version } = await context.read("hello", {});
    return version?.replace(/^v/, "");
  } catch (error) {
    // Before 3.2 a control port does not serve /hello, and health_check_endpoint_name can move the endpoint. An API may
    // then have this path. The version is only a hint, so such a response leaves it unknown.
    const isOtherEndpoint = error instanceof TykResponseError || error instanceof TykApiError;
    if (isOtherEndpoint && error.status !== undefined && error.status < 500) return undefined;
    throw error;
  }
}

/**
 * Lists one API's keys, or all keys without a filter. Returns the hash function of the first hash among them, or `undefined` if the
 * gateway lists no keys.
 */
async function readKeyListing(
  context: MethodContext,
  api: ApiDefinition | undefined,
): Promise<{ readonly hash: KeyHash | undefined } | undefined> {
  // If keys are not hashed, the gateway refuses api_id without filter.
  const orgId = api === undefined ? "" : orgIdOf(api);
  const query = api === undefined || orgId === "" ? {} : { api_id: api.api_id, filter: orgId };
  let hash: KeyHash | undefined;
  const findHash = (key: string): undefined => {
    hash ??= hashOf(key);
  };
  const read = await readElements(context, "listKeys", { query }, findHash).catch(ignoreNotFound);
  return read === undefined ? undefined : { hash };
}

/** The hash function by the length of a hashed key. */
const hashByLength: Readonly<Record<number, KeyHash>> = {
  8: "murmur32",
  16: "murmur64",
  32: "murmur128",
  64: "sha256",
};

function hashOf(key: string): KeyHash | undefined {
  return /^[\da-f]+$/.test(key) ? hashByLength[key.length] : undefined;
}

async function hasPages(context: MethodContext, { api_id }: ApiDefinition): Promise<boolean> {
  const path = { apiID: api_id, keyName: unusedKeyId };
  return !Array.isArray(await context.read("getOAuthClientTokens", { path, query: { page: 1 } }));
}

/**
 * Whether the gateway can purge. With an unknown scope a purge responds 400 and does nothing. Returns `undefined` for a
 * read-only or dry-run client, because a purge is a write.
 */
async function hasPurge(context: MethodContext): Promise<boolean | undefined> {
  const { readOnly, dryRun } = context.deps.config;
  if (readOnly || dryRun) return undefined;
  try {
    // The type allows only the scope that exists, and the probe needs another one.
    const scope = unusedKeyId as "lapsed";
    await context.deps.send("purgeOAuthTokens", { query: { scope } }, context.options);
  } catch (error) {
    if (error instanceof TykBadRequestError) return true;
    if (error instanceof TykRouteError) return false;
    throw error;
  }
  return undefined;
}

/** Returns the response, or `undefined` if the gateway does not have the route. */
async function ifServed<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof TykUnsupportedError) return undefined;
    if (error instanceof TykApiError && error.code === "route") return undefined;
    throw error;
  }
}
