import type { Connect } from "./contender.ts";

/** The name of a contender in the tables. */
export type ContenderName =
  | "fetch"
  | "generated client"
  | "openapi-fetch"
  | "ky"
  | "axios"
  | "axios' stub alone"
  | "createNodeFetch"
  | "undici.request"
  | "tyk.raw"
  | "tyk methods"
  | "tyk.raw + node"
  | "tyk methods + node";

/** Each process loads only its own contender. */
const contenders: Readonly<Record<ContenderName, () => Promise<{ connect: Connect }>>> = {
  fetch: () => import("./bare-fetch.ts"),
  "generated client": () => import("./generated.ts"),
  "openapi-fetch": () => import("./openapi-fetch.ts"),
  ky: () => import("./ky.ts"),
  axios: () => import("./axios.ts"),
  "axios' stub alone": () => import("./bare-stub-adapter.ts"),
  createNodeFetch: () => import("./bare-node-fetch.ts"),
  "undici.request": () => import("./undici-request.ts"),
  "tyk.raw": () => import("./facade-raw.ts"),
  "tyk methods": () => import("./facade-methods.ts"),
  "tyk.raw + node": () => import("./facade-raw-node.ts"),
  "tyk methods + node": () => import("./facade-methods-node.ts"),
};

/** Loads a contender. */
export async function loadContender(name: ContenderName): Promise<Connect> {
  return (await contenders[name]()).connect;
}
