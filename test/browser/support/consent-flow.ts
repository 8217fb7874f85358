import { TykOAuth } from "@tyk-oauth/sdk";
import type { ApiEndpoints } from "@tyk-oauth/sdk";
import { createConsent } from "@tyk-oauth/sdk/consent";
import type { Consent, ConsentUser, CreateConsentOptions } from "@tyk-oauth/sdk/consent";
import { createGateway } from "@tyk-oauth/sdk/testing";
import type { Gateway } from "@tyk-oauth/sdk/testing";
import { onTestFinished } from "vitest";
import { html, listen, page, redirect } from "../../../examples/consent/web.ts";
import type { Handler } from "../../../examples/consent/web.ts";

export const clientId = "5f3c0a9e";
export const clientSecret = "0c7be1d2f94a4c55";

/** A gateway, a site with a consent page, and the site to which the browser returns. */
export interface ConsentFlow {
  readonly gateway: Gateway;
  readonly gatewayUrl: string;
  readonly loginUrl: string;
  readonly tyk: TykOAuth;
  readonly endpoints: ApiEndpoints;
  readonly redirectUri: string;
  readonly errors: unknown[];
  /** The address at which a browser starts. */
  readonly startUrl: (fields?: Readonly<Record<string, string>>) => string;
  /** Sets what handles requests to the client's site. By default a page says "Returned". */
  handleClient(handler: Handler): void;
}

export interface FlowOptions {
  readonly consent?: Partial<CreateConsentOptions>;
  /** Starts a server with the consent page, and returns its address. By default that of the example. */
  readonly serve?: (consent: Consent) => Promise<string>;
  /** The client's site, if a test starts it. */
  readonly clientOrigin?: string;
  /** Changes each response of the page. */
  readonly change?: (response: Response) => Promise<Response>;
  readonly description?: string;
}

/**
 * Starts a flow without a login: the cookie `user` names the user, and the login sets it. The example has a real login, but
 * its texts and its consent page are fixed.
 */
export async function startFlow(options: FlowOptions = {}): Promise<ConsentFlow> {
  const client = await listen(0);
  onTestFinished(() => client.close());
  client.handle(() => Promise.resolve(page(200, "Returned", html`<p>Done.</p>`)));
  const redirectUri = `${options.clientOrigin ?? client.origin}/callback`;
  const started: { consent?: Consent } = {};
  const origin = await (options.serve ?? serveWithNode(options.change))({
    // The page needs the gateway, and the gateway the address of the page.
    fetch: (request) =>
      started.consent?.fetch(request) ??
      Promise.reject(new Error("the consent page has not started")),
  });
  const loginUrl = `${await serveHandler(createLogin(origin))}/login`;
  const gateway = createGateway({
    apis: [{ api_id: "orders", auth_login_redirect: `${origin}/consent/orders` }],
    policies: { gold: ["orders"] },
    hashKeyFunction: "murmur64",
  });
  const server = await gateway.listen();
  onTestFinished(() => server.close());
  const tyk = new TykOAuth({ baseUrl: server.controlUrl, secret: gateway.secret });
  await tyk.clients.create({
    client_id: clientId,
    secret: clientSecret,
    api_id: "orders",
    policy_id: "gold",
    redirect_uri: redirectUri,
    description: options.description ?? "The shop",
  });
  const errors: unknown[] = [];
  started.consent = createConsent({
    tyk,
    signingKey: "0123456789abcdef0123456789abcdef",
    loginUrl,
    user: findUser,
    onError: (error) => errors.push(error),
    ...options.consent,
  });
  const endpoints = await tyk.apis.endpoints({ apiId: "orders" });
  return {
    gateway,
    gatewayUrl: server.url,
    loginUrl,
    tyk,
    endpoints,
    redirectUri,
    errors,
    startUrl: (fields = {}) => {
      const all = { response_type: "code", client_id: clientId, redirect_uri: redirectUri };
      const query = new URLSearchParams({ ...all, state: "xyz", ...fields });
      return `${endpoints.authorization_endpoint ?? ""}?${query.toString()}`;
    },
    handleClient: (handler) => {
      client.handle(handler);
    },
  };
}

function serveWithNode(
  change: FlowOptions["change"] = (response) => Promise.resolve(response),
): NonNullable<FlowOptions["serve"]> {
  return (consent) => serveHandler(async (request) => change(await consent.fetch(request)));
}

/** Serves a handler until the test ends. Returns its address. */
export async function serveHandler(handler: Handler): Promise<string> {
  const site = await listen(0);
  onTestFinished(() => site.close());
  site.handle(handler);
  return site.origin;
}

/** A login that signs everybody in as `ann`. Browsers send its cookie to all ports of the host. */
function createLogin(origin: string): Handler {
  return ({ url }) => {
    const target = origin + (new URL(url).searchParams.get("return_to") ?? "/");
    const headers = { "set-cookie": "user=ann; Path=/; HttpOnly; SameSite=Lax" };
    return Promise.resolve(redirect(target, headers));
  };
}

/** Reads the user from the cookie. */
export function findUser({ headers }: Request): ConsentUser | undefined {
  const id = /(?:^|; *)user=(\w+)/.exec(headers.get("cookie") ?? "")?.[1];
  return id === undefined ? undefined : { id, name: `User ${id}` };
}

/** Counts the codes and tokens that were requested from the gateway. */
export function grants({ gateway }: Pick<ConsentFlow, "gateway">): number {
  return gateway.requests.filter(({ path }) => path.endsWith("/authorize-client/")).length;
}
