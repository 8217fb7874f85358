import { TykOAuth } from "../../../src/index.ts";
import type {
  NewClientRequest,
  TykFetch,
  TykOAuthOptions,
  TykOAuthOverrides,
  TykRaw,
} from "../../../src/index.ts";
import { redirectUri } from "./redirect-uri.ts";
import type { Runtime } from "../../../src/util/runtime.ts";
import { createGateway } from "../../../src/testing/index.ts";
import type { Gateway, GatewayOptions } from "../../../src/testing/index.ts";

/** A gateway, the client under test, and raw operations for the preparation and the checks. */
export interface TestBed {
  readonly gateway: Gateway;
  /** Never retries, so each fault has an effect. */
  readonly tyk: TykOAuth;
  readonly raw: TykRaw;
}

export const clientId = "app";
/** The secret that {@link addClient} stores. */
export const initialSecret = "the-secret-of-old";
/** The client on the default API of {@link addClient}. */
export const onOrders: { apiId: string; clientId: string } = { apiId: "orders", clientId };
export const onAllApis: { clientId: string; apis: "all" } = { clientId, apis: "all" };

/**
 * Creates a gateway with two OAuth APIs, `orders` and `billing`, and the policy `gold` for both. By default its clock stands
 * still, its keys can be listed, and it refuses a removed token at once.
 */
export function createTestBed(
  options: GatewayOptions = {},
  clientOptions: TykOAuthOverrides = {},
): TestBed {
  const gateway = createGateway({
    now: Date.UTC(2030, 0, 1),
    listHashedKeys: true,
    hashKeyFunction: "murmur64",
    ...options,
  });
  const tyk = gateway.client({ maxRetries: 0, ...clientOptions });
  return { gateway, tyk, raw: gateway.client().raw };
}

/** Stores a client, by default on `orders` with the policy `gold`. */
export async function addClient({ raw }: TestBed, more: NewClientRequest = {}): Promise<void> {
  await raw.createOAuthClient({
    body: {
      client_id: clientId,
      secret: initialSecret,
      api_id: "orders",
      policy_id: "gold",
      redirect_uri: redirectUri,
      ...more,
    },
  });
}

/** Creates a test bed with the client on `orders`. */
export async function testBedWithOneCopy(
  options: GatewayOptions = {},
  more: NewClientRequest = {},
): Promise<TestBed> {
  const bed = createTestBed(options);
  await addClient(bed, more);
  return bed;
}

/** Creates a test bed with the client on both APIs. `onBilling` changes the copy on `billing`. */
export async function testBedWithTwoCopies(
  onBilling: NewClientRequest = {},
  options: GatewayOptions = {},
): Promise<TestBed> {
  const bed = createTestBed(options);
  await addClient(bed);
  await addClient(bed, { api_id: "billing", ...onBilling });
  return bed;
}

/** Returns the stored secret, or `undefined` if the client does not exist. */
export async function storedSecret({ raw }: TestBed, apiId: string): Promise<string | undefined> {
  const path = { apiID: apiId, keyName: clientId };
  return raw.getOAuthClient({ path }).then(
    ({ secret }) => secret,
    () => undefined,
  );
}

/** Returns the secrets that are stored on `orders` and `billing`. */
export async function storedSecrets(bed: TestBed): Promise<(string | undefined)[]> {
  return [await storedSecret(bed, "orders"), await storedSecret(bed, "billing")];
}

/**
 * Returns a client during whose call another writer acts: right before or after the first request whose method and path, or
 * whose body, match.
 */
export function clientWithOtherWriter(
  { gateway }: TestBed,
  moment: "before" | "after",
  request: RegExp,
  act: () => Promise<unknown>,
  options: TykOAuthOverrides = {},
): TykOAuth {
  let isDone = false;
  const fetch: TykFetch = async (url, init) => {
    const { method = "", body } = init;
    const texts = [`${method} ${new URL(url).pathname}`, typeof body === "string" ? body : ""];
    const fits = !isDone && texts.some((text) => request.test(text));
    if (fits) isDone = true;
    if (fits && moment === "before") await act();
    const response = await gateway.fetch(url, init);
    if (fits && moment === "after") await act();
    return response;
  };
  return gateway.client({ maxRetries: 0, fetch, ...options });
}

/** Returns the operations of the requests after the first `from`, in order. */
export function operationsSince({ gateway }: TestBed, from: number): (string | undefined)[] {
  return gateway.requests.slice(from).map(({ operation }) => operation);
}

/** Returns a client that calls `sleep` instead of waiting. */
export function clientWithSleep(
  { gateway }: TestBed,
  sleep: Runtime["sleep"],
  options: TykOAuthOverrides = {},
): TykOAuth {
  const { controlUrl: baseUrl, url: apiBaseUrl, secret, fetch } = gateway;
  const now = (): number => gateway.now();
  const runtime: Runtime = { now, random: () => 0, sleep };
  const wired = { baseUrl, apiBaseUrl, secret, fetch, maxRetries: 0, ...options };
  return new TykOAuth(wired as TykOAuthOptions, { runtime });
}

/** Sleeps until the signal aborts. */
export function sleepUntilAborted(_: number, signal: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => {
    const end = (): void => {
      reject(new Error("over"));
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end);
  });
}

/**
 * The operations that an edge gateway does not serve. It also reads the path of `listOAuthClientApis` as the path of a
 * client.
 */
const notOnEdge =
  /^(createOAuthClient|updateOAuthClient|rotateOAuthClient|invalidateOAuthRefresh|revoke\w+|getApi|listApis|getPolicy|listPolicies)$/;

/** Turns the gateway into an edge gateway with clients. An embedded gateway that starts as an edge accepts no clients. */
export function turnIntoEdge({ gateway }: TestBed): void {
  const noRoute = { status: 404, body: "404 page not found\n" };
  gateway.fail(({ operation = "" }) => notOnEdge.test(operation), noRoute, Infinity);
  const noClient = { status: "error", message: "OAuth Client ID not found" };
  gateway.fail({ operation: "listOAuthClientApis" }, { status: 404, body: noClient }, Infinity);
}
