// Checked by the compiler alone: `tsc -b` fails where a line of this does not hold. It has `exactOptionalPropertyTypes`.
import { keyRules } from "../../src/index.ts";
import type {
  AllowUndefined,
  ClientTarget,
  CreateArgs,
  NewClientRequest,
  TykHooks,
  TykOAuth,
} from "../../src/index.ts";
import type { Check, Same } from "../support/util/types.ts";

declare const tyk: TykOAuth;
declare const maybe: string | undefined;
declare const body: NewClientRequest;
declare const args: CreateArgs;
const redirect_uri = "https://shop.example/cb";
const ref = { apiId: "orders", clientId: "shop-web" };

/** `undefined` is allowed for optional fields only, however deep. */
export type Depths = [
  Check<Same<AllowUndefined<{ a?: string }>, { a?: string | undefined }>>,
  Check<Same<AllowUndefined<{ a: string }>, { a: string }>>,
  Check<Same<AllowUndefined<{ a: { b?: 1 } }>, { a: { b?: 1 | undefined } }>>,
  Check<Same<AllowUndefined<{ a?: { b?: 1 }[] }>, { a?: { b?: 1 | undefined }[] | undefined }>>,
  Check<Same<AllowUndefined<{ a?: 1 } | { b: 2 }>, { a?: 1 | undefined } | { b: 2 }>>,
];

/** A field that is `undefined` is an omitted one. */
export function undefinedFields(): unknown[] {
  const fields = { description: maybe, redirect_uri: maybe, meta_data: undefined };
  const hooks: TykHooks = { onRequest: undefined };
  return [
    tyk.clients.create({ api_id: "orders", ...fields, client_id: maybe, secret: maybe }),
    tyk.clients.create({ policy_id: "gold", ...fields, api_id: maybe }, undefined),
    tyk.clients.create({ ...fields, policy_id: maybe }, { apis: ["orders"] }),
    tyk.clients.update(ref, { ...fields, policy_id: maybe }),
    tyk.clients.replace(ref, { ...fields, policy_id: maybe }),
    tyk.raw.createOAuthClient({ body: { ...fields, api_id: maybe } }),
    tyk.raw.listApis({ query: undefined }),
    tyk.raw.oauthToken({
      path: { listenPath: "/orders/", apiBaseUrl: maybe },
      body: { grant_type: "client_credentials", scope: maybe },
    }),
    keyRules({ orgId: "o", policies: ["gold"], accessRights: undefined, metaData: undefined }),
    hooks,
  ];
}

/** A new client names an API or a policy, or the arguments name APIs. */
export function newClients(): unknown[] {
  return [
    // @ts-expect-error -- no API and no policy
    tyk.clients.create({}),
    // @ts-expect-error -- a redirect URI names no API
    tyk.clients.create({ redirect_uri }),
    // @ts-expect-error -- the policy may be missing
    tyk.clients.create({ redirect_uri, policy_id: maybe }),
    // @ts-expect-error -- both may be missing
    tyk.clients.create(body),
    // @ts-expect-error -- the arguments may have no APIs
    tyk.clients.create(body, args),
    // @ts-expect-error -- the arguments name no APIs
    tyk.clients.create({}, { ifExists: "keep" }),
    // @ts-expect-error -- an unknown field
    tyk.clients.create({ api_id: "orders", redirectUri: redirect_uri }),
    tyk.clients.create(body, { apis: ["orders"] }),
    tyk.clients.create({ ...body, api_id: "orders" }, args),
    tyk.clients.create({ ...body, policy_id: "gold" }),
  ];
}

/** The ways to write `"all"` in a variable. Without them its type is `string`. */
export function allInVariables(): unknown[] {
  const plain = { clientId: "shop-web", apis: "all" };
  const constant = { clientId: "shop-web", apis: "all" } as const;
  const satisfying = { clientId: "shop-web", apis: "all" } satisfies ClientTarget;
  return [
    // @ts-expect-error -- it could be the id of an API
    tyk.clients.delete(plain),
    tyk.clients.delete(constant),
    tyk.clients.delete(satisfying),
  ];
}
