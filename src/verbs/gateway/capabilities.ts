import type { ApiDefinition } from "../../../generated/index.ts";
import {
  TykApiError,
  TykBadRequestError,
  TykNotFoundError,
  TykRouteError,
} from "../../errors/api.ts";
import { TykResponseError } from "../../errors/response.ts";
import { TykUnsupportedError } from "../../errors/method.ts";
import { usesOAuth } from "../apis/uses-oauth.ts";
import type { GatewayCapabilities, KeyHash } from "../../types/gateway.ts";
import { isControlAddress, unusedKeyId } from "../unsupported.ts";
import { orgIdOf } from "../org-id.ts";
import { idOf } from "../policies/policy.ts";
import type { MethodContext } from "../method-context.ts";
import { areKeysHashed } from "./hashed-keys.ts";

/** What the gateway can do, found out by requests that change nothing, and kept for a minute. */
export async function readCapabilities(context: MethodContext): Promise<GatewayCapabilities> {
  const { capabilities, config } = context.deps;
  // A client that may not ask after the purge knows less than the others that share its memory.
  const name = config.readOnly || config.dryRun ? "read" : "all";
  const known = capabilities.get(name);
  if (known !== undefined) return known;
  const found = await probe(context);
  capabilities.set(name, found);
  return found;
}

async function probe(context: MethodContext): Promise<GatewayCapabilities> {
  const version = await versionOf(context);
  const checkedAt = new Date(context.deps.runtime.now()).toISOString();
  const unknown = undefined;
  if (!(await isControlAddress(context))) {
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
  }
  const edge = !(await isServed(
    context.read("listOAuthClientApis", {
      path: { clientID: unusedKeyId },
      query: { orgID: "" },
    }),
  ));
  const apis = await ifServed(context.read("listApis", {}));
  const oauth = apis?.find(usesOAuth);
  const policies = await ifServed(context.read("listPolicies", {}));
  const hashedKeys = await areKeysHashed(context);
  const keys = await keysOf(context, oauth);
  return {
    version,
    control: true,
    edge,
    hashedKeys,
    keyHash: hashedKeys ? keyHashOf(keys) : undefined,
    keyListing: keys !== undefined,
    policies: policies !== undefined,
    policiesById: policies === undefined ? false : policies.every((policy) => idOf(policy) !== ""),
    paging: oauth === undefined ? undefined : await hasPages(context, oauth),
    purge: await hasPurge(context),
    checkedAt,
  };
}

async function versionOf(context: MethodContext): Promise<string | undefined> {
  try {
    const { version } = await context.read("hello", {});
    return version?.replace(/^v/, "");
  } catch (error) {
    // Before 3.2 a control port has no health, and health_check_endpoint_name gives it another name. Then an API can have this
    // path. The version is a hint: whatever else responds leaves it unknown.
    const isElsewhere = error instanceof TykResponseError || error instanceof TykApiError;
    if (isElsewhere && error.status !== undefined && error.status < 500) return undefined;
    throw error;
  }
}

/** Keys of one API where the gateway can tell them apart, otherwise all; `undefined` where it lists none. */
async function keysOf(
  context: MethodContext,
  api: ApiDefinition | undefined,
): Promise<readonly string[] | undefined> {
  // Where keys are not hashed the one is refused without the other.
  const orgId = api === undefined ? "" : orgIdOf(api);
  const query = api === undefined || orgId === "" ? {} : { api_id: api.api_id, filter: orgId };
  try {
    return (await context.read("listKeys", { query })).keys;
  } catch (error) {
    if (error instanceof TykNotFoundError) return undefined;
    throw error;
  }
}

const hashes: Readonly<Record<number, KeyHash>> = {
  8: "murmur32",
  16: "murmur64",
  32: "murmur128",
  64: "sha256",
};

function keyHashOf(keys: readonly string[] = []): KeyHash | undefined {
  const code = keys.find((key) => /^[\da-f]+$/.test(key) && key.length in hashes);
  return code === undefined ? undefined : hashes[code.length];
}

async function hasPages(context: MethodContext, { api_id }: ApiDefinition): Promise<boolean> {
  const path = { apiID: api_id, keyName: unusedKeyId };
  return !Array.isArray(await context.read("getOAuthClientTokens", { path, query: { page: 1 } }));
}

/** Asked for a scope that there is not, a purge does nothing and says 400. Not asked at all by a client that only reads. */
async function hasPurge(context: MethodContext): Promise<boolean | undefined> {
  const { readOnly, dryRun } = context.deps.config;
  if (readOnly || dryRun) return undefined;
  try {
    // The type knows the one scope that there is, and another is what is wanted here.
    const scope = unusedKeyId as "lapsed";
    await context.deps.send("purgeOAuthTokens", { query: { scope } }, context.options);
  } catch (error) {
    if (error instanceof TykBadRequestError) return true;
    if (error instanceof TykRouteError) return false;
    throw error;
  }
  return undefined;
}

async function isServed(answer: Promise<unknown>): Promise<boolean> {
  return (await ifServed(answer)) !== undefined;
}

/** The answer, or `undefined` where the gateway has no such route. */
async function ifServed<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TykUnsupportedError) return undefined;
    if (error instanceof TykApiError && error.code === "route") return undefined;
    throw error;
  }
}
