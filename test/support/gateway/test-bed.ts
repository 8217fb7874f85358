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

/** A gateway, the client under test, and a second pair of hands that works without guards. */
export interface TestBed {
  readonly gateway: Gateway;
  /** Repeats nothing by itself, so that each fault is felt. */
  readonly tyk: TykOAuth;
  readonly raw: TykRaw;
}

export const clientId = "app";
/** The secret that {@link addClient} gives. */
export const initialSecret = "the-secret-of-old";
/** The client on the API that {@link addClient} makes it on. */
export const onOrders: { apiId: string; clientId: string } = { apiId: "orders", clientId };
export const onAllApis: { clientId: string; apis: "all" } = { clientId, apis: "all" };

/**
 * Two OAuth APIs, `orders` and `billing`, and the policy `gold` of both. Its clock stands still, its keys can be listed, and a
 * token that is removed is refused at once, unless the options say otherwise.
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

/** Stores a client as it is given, on `orders` under `gold` unless told otherwise. */
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

/** A test bed with the client on `orders`. */
export async function testBedWithOneCopy(
  options: GatewayOptions = {},
  more: NewClientRequest = {},
): Promise<TestBed> {
  const bed = createTestBed(options);
  await addClient(bed, more);
  return bed;
}

/** A test bed with the client on both APIs. `onBilling` changes the copy on `billing`. */
export async function testBedWithTwoCopies(
  onBilling: NewClientRequest = {},
  options: GatewayOptions = {},
): Promise<TestBed> {
  const bed = createTestBed(options);
  await addClient(bed);
  await addClient(bed, { api_id: "billing", ...onBilling });
  return bed;
}

/** The secret that is stored, or `undefined` where the client is not there. */
export async function storedSecret({ raw }: TestBed, apiId: string): Promise<string | undefined> {
  const path = { apiID: apiId, keyName: clientId };
  return raw.getOAuthClient({ path }).then(
    ({ secret }) => secret,
    () => undefined,
  );
}

/**
 * Lets something happen at the gateway right before or after the first request that fits, by its method and path or by its
 * body, as another writer would.
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

/** The operations of the requests that came since, in order. */
export function operationsSince({ gateway }: TestBed, from: number): (string | undefined)[] {
  return gateway.requests.slice(from).map(({ operation }) => operation);
}

/** A client that does this where it would wait. */
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

/** Waits until it is told not to. */
export function sleepUntilAborted(_: number, signal: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => {
    const end = (): void => {
      reject(new Error("over"));
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end);
  });
}

/** What an edge does not serve; of a client's APIs it reads the path as that of a client. */
const notOnEdge =
  /^(createOAuthClient|updateOAuthClient|rotateOAuthClient|invalidateOAuthRefresh|revoke\w+|getApi|listApis|getPolicy|listPolicies)$/;

/** Makes an edge of the bed's gateway, which has its clients: an embedded one that is an edge takes none. */
export function turnIntoEdge({ gateway }: TestBed): void {
  const noRoute = { status: 404, body: "404 page not found\n" };
  gateway.fail(({ operation = "" }) => notOnEdge.test(operation), noRoute, Infinity);
  const noClient = { status: "error", message: "OAuth Client ID not found" };
  gateway.fail({ operation: "listOAuthClientApis" }, { status: 404, body: noClient }, Infinity);
}
