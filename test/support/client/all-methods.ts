import type { TykOAuth, VerbOptions } from "../../../src/index.ts";

/** A call of a method with valid arguments. */
export type MethodCall = (tyk: TykOAuth, options?: VerbOptions) => Promise<unknown>;

const ref = { apiId: "orders", clientId: "shop-web" };
const redirect_uri = "https://shop.example/cb";

/** Every method that changes nothing. */
export const readingMethods: Readonly<Record<string, MethodCall>> = {
  "clients.get": (tyk, options) => tyk.clients.get(ref, options),
  "clients.list": (tyk, options) => tyk.clients.list({ apiId: "orders" }, options),
  "clients.listApis": (tyk, options) => tyk.clients.listApis({ clientId: "shop-web" }, options),
  "clients.inspect": (tyk, options) => tyk.clients.inspect({ clientId: "shop-web" }, options),
  "clients.iterate": (tyk, options) => tyk.clients.iterate({ apiId: "orders" }, options).next(),
  "clients.iterateAll": (tyk, options) => tyk.clients.iterateAll({}, options).next(),
  "clients.loginPage": (tyk, options) =>
    tyk.clients.loginPage(ref, { redirectUri: redirect_uri }, options),
  "tokens.list": (tyk, options) => tyk.tokens.list(ref, options),
  "tokens.page": (tyk, options) => tyk.tokens.page({ ...ref, page: 1 }, options),
  "tokens.iterate": (tyk, options) => tyk.tokens.iterate(ref, options).next(),
  "tokens.inspect": (tyk, options) =>
    tyk.tokens.inspect({ apiId: "orders", listedCode: "0f1e2d3c4b5a6978" }, options),
  "tokens.find": (tyk, options) => tyk.tokens.find({ apiId: "orders", where: {} }, options),
  "apis.get": (tyk, options) => tyk.apis.get({ apiId: "orders" }, options),
  "apis.list": (tyk, options) => tyk.apis.list({}, options),
  "apis.endpoints": (tyk, options) => tyk.apis.endpoints({ apiId: "orders" }, options),
  "policies.get": (tyk, options) => tyk.policies.get({ policyId: "gold" }, options),
  "policies.list": (tyk, options) => tyk.policies.list(options),
  "gateway.info": (tyk, options) => tyk.gateway.info(options),
  "gateway.capabilities": (tyk, options) => tyk.gateway.capabilities(options),
};

/** Every method that changes the gateway. */
export const writingMethods: Readonly<Record<string, MethodCall>> = {
  "clients.create": (tyk, options) =>
    tyk.clients.create({ api_id: "orders", redirect_uri }, undefined, options),
  "clients.update": (tyk, options) =>
    tyk.clients.update(ref, { description: "new" }, undefined, options),
  "clients.replace": (tyk, options) =>
    tyk.clients.replace(ref, { redirect_uri }, undefined, options),
  "clients.rotateSecret": (tyk, options) => tyk.clients.rotateSecret(ref, undefined, options),
  "clients.delete": (tyk, options) => tyk.clients.delete(ref, undefined, options),
  "clients.cutOff": (tyk, options) =>
    tyk.clients.cutOff({ clientId: "shop-web" }, undefined, options),
  "clients.repairIndex": (tyk, options) =>
    tyk.clients.repairIndex({ apiId: "orders", candidates: ["shop-web"] }, options),
  "clients.authorize": (tyk, options) =>
    tyk.clients.authorize(ref, { redirectUri: redirect_uri }, options),
  "tokens.revoke": (tyk, options) =>
    tyk.tokens.revoke({ clientId: "shop-web", token: "t0ken" }, options),
  "tokens.revokeAll": (tyk, options) => tyk.tokens.revokeAll(ref, undefined, options),
  "tokens.revokeByUser": (tyk, options) =>
    tyk.tokens.revokeByUser(
      { apiId: "orders", where: { meta_data: { user: "u1" } } },
      undefined,
      options,
    ),
  "tokens.purgeLapsed": (tyk, options) => tyk.tokens.purgeLapsed(options),
};

/** Every method. */
export const allMethods: Readonly<Record<string, MethodCall>> = {
  ...readingMethods,
  ...writingMethods,
};
