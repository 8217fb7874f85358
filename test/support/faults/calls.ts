import type { RequestOptions, TykOAuth } from "@tyk-oauth/sdk";
import { markers } from "./markers.ts";

/** One call of `tyk.raw`. */
export type Send = (tyk: TykOAuth, options: RequestOptions) => Promise<unknown>;

const path = { apiID: "orders", keyName: "shop-web" };

/** An operation and a call of it. */
export type Kind = readonly [operation: string, send: Send];

/** A read. */
export const read: Kind = [
  "getOAuthClient",
  (tyk, options) => tyk.raw.getOAuthClient({ path }, options),
];

/** A write that can be repeated. */
export const idempotent: Kind = [
  "deleteOAuthClient",
  (tyk, options) => tyk.raw.deleteOAuthClient({ path }, options),
];

/** A write that makes something new each time. */
export const once: Kind = [
  "rotateOAuthClient",
  (tyk, options) => tyk.raw.rotateOAuthClient({ path }, options),
];

export const kinds: readonly Kind[] = [read, idempotent, once];

/** Calls that carry secrets, each where such a thing travels: in a path, in JSON, in a form, in a header. */
export const carriers: readonly Send[] = [
  (tyk, options) =>
    tyk.raw.invalidateOAuthRefresh(
      { path: { keyName: markers.refresh }, query: { api_id: "orders" } },
      options,
    ),
  (tyk, options) =>
    tyk.raw.createOAuthClient(
      {
        body: {
          api_id: "orders",
          redirect_uri: "https://shop.example/cb",
          secret: markers.client,
          meta_data: { note: markers.metadata, nested: [{ deep: markers.metadata }] },
        },
      },
      { ...options, headers: { "x-trace": markers.header } },
    ),
  (tyk, options) =>
    tyk.raw.revokeSingleToken({ body: { client_id: "shop-web", token: markers.token } }, options),
  (tyk, options) =>
    tyk.raw.revokeAllTokens(
      { body: { client_id: "shop-web", client_secret: markers.client } },
      options,
    ),
];
