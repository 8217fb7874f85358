import { createConsent } from "../../../src/consent/index.ts";
import type { Consent, ConsentUser, CreateConsentOptions } from "../../../src/consent/index.ts";
import { createTestBed } from "../gateway/test-bed.ts";
import type { TestBed } from "../gateway/test-bed.ts";
import type { GatewayOptions } from "../../../src/testing/index.ts";

export const signingKey = "0123456789abcdef0123456789abcdef";
export const redirectUri = "https://shop.example/cb";
export const ann: ConsentUser = { id: "u1", name: "Ann", sessionId: "s1" };

/** A gateway with a client, its consent page, and the user who is logged in there. */
export interface ConsentBed extends TestBed {
  readonly consent: Consent;
  /** The user of the next requests. */
  user: ConsentUser | undefined;
  readonly errors: unknown[];
}

/** Creates a gateway whose API `orders` has the consent page as its login page, and the client `shop`. */
export async function createConsentBed(
  options: Partial<CreateConsentOptions> = {},
  client: { readonly description?: string; readonly redirect_uri?: string } = {},
  gatewayOptions: GatewayOptions = {},
): Promise<ConsentBed> {
  const auth_login_redirect = "https://login.example/consent/orders";
  const bed = createTestBed({
    apis: [{ api_id: "orders", auth_login_redirect }],
    policies: { gold: ["orders"] },
    ...gatewayOptions,
  });
  await bed.raw.createOAuthClient({
    body: {
      client_id: "shop",
      secret: "0123456789abcdef",
      api_id: "orders",
      policy_id: "gold",
      redirect_uri: redirectUri,
      description: "Shop web front",
      ...client,
    },
  });
  const errors: unknown[] = [];
  const consentBed: ConsentBed = {
    ...bed,
    user: ann,
    errors,
    consent: createConsent({
      tyk: bed.tyk,
      signingKey,
      user: () => consentBed.user,
      loginUrl: "https://login.example/login",
      onError: (error) => errors.push(error),
      ...options,
    }),
  };
  return consentBed;
}

/** Returns the address of the page, as the gateway redirects the browser to it. */
export function pageUrl(fields: Readonly<Record<string, string | undefined>> = {}): string {
  const all: Readonly<Record<string, string | undefined>> = {
    response_type: "code",
    client_id: "shop",
    redirect_uri: redirectUri,
    state: "xyz&<>",
    ...fields,
  };
  const sent = Object.entries(all).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(sent as [string, string][]);
  return `https://login.example/consent/orders?${query.toString()}`;
}

/** Opens the page. */
export function open({ consent }: ConsentBed, url: string = pageUrl()): Promise<Response> {
  return consent.fetch(new Request(url));
}

/** Reads the ticket of a page. */
export function ticketOf(markup: string): string {
  return /name="ticket"\s+value="([^"]*)"/.exec(markup)?.[1] ?? "";
}

/** Opens the page and returns its ticket. */
export async function openForTicket(bed: ConsentBed, url?: string): Promise<string> {
  const ticket = ticketOf(await (await open(bed, url)).text());
  if (ticket === "") throw new Error("the page has no ticket");
  return ticket;
}

/** Submits the form of the page. */
export function submit(
  { consent }: ConsentBed,
  ticket: string,
  decision = "allow",
  headers: Readonly<Record<string, string>> = {},
  url: string = pageUrl(),
): Promise<Response> {
  const body = new URLSearchParams({ ticket, decision });
  return consent.fetch(new Request(url, { method: "POST", body, headers }));
}

/** Counts the codes and tokens that were requested from the gateway. */
export function grants({ gateway }: ConsentBed): number {
  return gateway.requests.filter(({ path }) => path.endsWith("/authorize-client/")).length;
}
