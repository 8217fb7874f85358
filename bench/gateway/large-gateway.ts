import { storedClient } from "./responses.ts";

/** The APIs of a large gateway. The client that the bench reads has a copy on each of them. */
export const apiIdOf = (index: number): string => `api-${index}`;

/** The API that has as many clients as the gateway's size. Every other API has one client. */
export const apiOfMany = "many";

/** Bodies that were built. A list of a million elements takes longer to build than to send. */
const bodies = new Map<string, string>();

/**
 * Responds for a gateway with `size` keys, clients on one API, or APIs. Returns `undefined` for a path that it does not have.
 */
export function respondAtSize(size: number, target: string): string | undefined {
  const build = builderOf(size, target);
  if (build === undefined) return undefined;
  if (build.isConstant) return build.body();
  const id = `${size} ${target}`;
  const body = bodies.get(id) ?? build.body();
  bodies.set(id, body);
  return body;
}

interface Builder {
  readonly body: () => string;
  /** Whether the body is the same for all paths of its kind, so it is not cached for each of them. */
  readonly isConstant?: true;
}

function builderOf(size: number, target: string): Builder | undefined {
  const list = (itemOf: (index: number) => string): string =>
    `[${Array.from({ length: size }, (_, index) => itemOf(index)).join(",")}]`;
  const [path = ""] = target.split("?", 1);
  if (path === "/tyk/keys")
    return { body: () => `{"keys":${list((index) => `"${codeOf(index)}"`)}}\n` };
  if (path.startsWith("/tyk/keys/")) return { body: () => session, isConstant: true };
  if (path === "/tyk/apis") return { body: () => `${list(definitionOf)}\n` };
  if (path.startsWith("/tyk/apis/"))
    return { body: () => `${definitionOf(0)}\n`, isConstant: true };
  if (!path.startsWith("/tyk/oauth/clients/")) return undefined;
  const parts = path.split("/").slice(4);
  if (parts[0] === apiOfMany && parts.length === 1) return { body: () => `${list(clientOf)}\n` };
  if (parts[0] === "apis") return { body: () => `${list((index) => `"${apiIdOf(index)}"`)}\n` };
  if (parts[2] === "tokens") return { body: () => emptyTokens, isConstant: true };
  if (parts.length === 2) return { body: () => storedClient, isConstant: true };
  return { body: () => `[${storedClient.trim()}]\n`, isConstant: true };
}

const emptyTokens = `{"Pagination":{"page_num":1,"page_total":0,"page_size":100},"Tokens":[]}\n`;

/** The session of an ordinary key, which no OAuth client made. */
const session = `${JSON.stringify({
  allowance: 1000,
  rate: 1000,
  per: 60,
  quota_max: -1,
  org_id: "acme",
  expires: 0,
  access_rights: {
    [apiIdOf(0)]: { api_name: "Orders", api_id: apiIdOf(0), versions: ["Default"] },
  },
  apply_policies: ["gold"],
  meta_data: { user: "u1", plan: "trial" },
  alias: "an ordinary key",
  tags: ["bench"],
})}\n`;

/** Returns 16 hex digits, as murmur64 does. A product with an odd constant is unique modulo 2^64. */
export function codeOf(index: number): string {
  return BigInt.asUintN(64, BigInt(index + 1) * 0x9e3779b97f4a7c15n)
    .toString(16)
    .padStart(16, "0");
}

function clientOf(index: number): string {
  return storedClient.trim().replace("shop-web", `client-${index}`);
}

/** A definition of the size of a real one, about 6.5 KB. The package uses few of its fields. */
function definitionOf(index: number): string {
  const id = apiIdOf(index);
  return JSON.stringify({
    api_id: id,
    org_id: "acme",
    name: id,
    use_oauth2: true,
    use_keyless: false,
    active: true,
    proxy: {
      listen_path: `/${id}/`,
      target_url: "https://upstream.example/",
      strip_listen_path: true,
    },
    version_data: {
      not_versioned: true,
      versions: { Default: { name: "Default", paths: filler } },
    },
  });
}

const filler = Array.from({ length: 60 }, (_, index) => ({
  path: `/resource/${index}/{id}`,
  method: "GET",
  timeout: 30,
  headers: { "x-added-by-the-gateway": `value ${index}` },
}));
