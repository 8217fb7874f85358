import { methodOptionNames } from "../transport/request/request-options.ts";

/** The fields that an update can change. */
export const changeable = ["redirect_uri", "policy_id", "meta_data", "description"] as const;
/** The parameters of each method in order, without its options, and the fields of each. */
export const parameters = {
  "apis.endpoints": { args: ["apiId", "listenPath"] },
  "apis.get": { args: ["apiId"] },
  "apis.list": { args: ["oauth"] },
  "clients.authorize": {
    ref: ["apiId", "clientId"],
    request: ["responseType", "redirectUri", "state", "listenPath", "userId", "keyRules"],
  },
  "clients.create": {
    body: [
      "client_id",
      "secret",
      "api_id",
      "redirect_uri",
      "policy_id",
      "meta_data",
      "description",
    ],
    args: ["apis", "ifExists", "tokens", "lint", "sweep", "wait"],
  },
  "clients.cutOff": {
    client: ["clientId", "orgId"],
    args: ["secret", "stage", "lint", "sweep", "wait", "ifUnproved"],
  },
  "clients.delete": {
    target: ["apiId", "clientId", "apis", "orgId"],
    args: ["tokens", "ifUnproved", "sweep", "wait"],
  },
  "clients.get": { ref: ["apiId", "clientId"] },
  "clients.inspect": { client: ["clientId", "orgId"] },
  "clients.iterate": { args: ["apiId"] },
  "clients.iterateAll": { args: ["orgId", "secrets"] },
  "clients.list": { args: ["apiId"] },
  "clients.listApis": { args: ["clientId", "orgId"] },
  "clients.loginPage": {
    ref: ["apiId", "clientId"],
    request: ["responseType", "redirectUri", "state", "listenPath"],
  },
  "clients.repairIndex": { input: ["apiId", "candidates"] },
  "clients.replace": {
    target: ["apiId", "clientId", "apis", "orgId"],
    body: ["redirect_uri", "policy_id", "meta_data", "description"],
    args: ["tokens", "lint", "sweep", "wait", "blankRedirectUri"],
  },
  "clients.rotateSecret": {
    target: ["apiId", "clientId", "apis", "orgId"],
    args: ["secret", "stage", "activate", "lint"],
  },
  "clients.update": {
    target: ["apiId", "clientId", "apis", "orgId"],
    patch: ["redirect_uri", "policy_id", "meta_data", "description"],
    args: ["tokens", "lint", "sweep", "wait"],
  },
  "policies.get": { args: ["policyId"] },
  "tokens.find": { input: ["apiId", "where"] },
  "tokens.inspect": { target: ["apiId", "token", "listedCode"] },
  "tokens.iterate": { ref: ["apiId", "clientId"] },
  "tokens.list": { ref: ["apiId", "clientId"] },
  "tokens.page": { args: ["apiId", "clientId", "page"] },
  "tokens.revoke": {
    target: ["apiId", "clientId", "token", "tokenTypeHint", "refreshToken", "listedCode"],
  },
  "tokens.revokeByUser": {
    input: ["apiId", "where"],
    args: ["refreshTokens", "sweep", "wait", "ifUnproved"],
  },
  "tokens.revokeAll": {
    target: ["apiId", "clientId", "apis", "orgId"],
    args: ["sweep", "wait", "ifUnproved"],
  },
} as const;

type Parameters = readonly (readonly [label: string, names: readonly string[]])[];

/** Returns the parameters of a method with its options. */
function parametersOf(method: string): Parameters {
  const own = Object.hasOwn(parameters, method)
    ? Object.entries(parameters[method as keyof typeof parameters])
    : [];
  return [...own, ["options", methodOptionNames]];
}

/** Returns the label of a parameter that must be an object but is a string, as in `clients.get("orders", "shop-web")`. */
export function findStringArgument(method: string, args: readonly unknown[]): string | undefined {
  const position = args.findIndex((arg) => typeof arg === "string");
  return position === -1 ? undefined : parametersOf(method)[position]?.[0];
}

/** Shows how to call a method, such as `clients.get({ apiId, clientId }, options)`. */
export function usageOf(method: string): string {
  const shapes = parametersOf(method).map(([label, names]) => {
    if (names.length > 5 || names.length === 0) return label;
    if (names.includes("apiId") && names.includes("apis"))
      return "{ apiId, clientId } or { clientId, apis }";
    return label === "args" || label === "options" ? label : `{ ${names.join(", ")} }`;
  });
  return `${method}(${shapes.join(", ")})`;
}

const ordinals = ["first", "second", "third", "fourth"];

/** Says to which other parameter of the method a name belongs, or returns `undefined` if it belongs to none. */
export function describeMisplacedName(
  method: string,
  label: string,
  name: string,
): string | undefined {
  const all = parametersOf(method);
  const position = all.findIndex(([other, names]) => other !== label && names.includes(name));
  const owner = all[position]?.[0];
  if (owner === undefined) return undefined;
  return `"${name}" belongs in ${owner}, the ${String(ordinals[position])} argument: ${usageOf(method)}`;
}
