import { TykOAuth } from "@tyk-oauth/sdk";
import type { OAuthToken } from "@tyk-oauth/sdk";
import { setTimeout as sleep } from "node:timers/promises";
import { createApp } from "../create-app.ts";
import type { GatewayKind, CaseContext } from "../case.ts";
import { setup } from "../../recordings/setup.ts";

/** A live gateway and its detected properties. */
export interface LiveGateway {
  readonly kind: GatewayKind;
  /** Runs a case, and removes what the case created. */
  run(run: (context: CaseContext) => Promise<void>): Promise<void>;
}

/**
 * Connects the suite to a live gateway. It reads its own environment variables, never those of production. It rejects a gateway
 * with another setup than the recorded ones, or with other clients.
 */
export async function connectLiveGateway(): Promise<LiveGateway> {
  const baseUrl = readVariable("TYK_TEST_GATEWAY_URL");
  const apiBaseUrl = process.env["TYK_TEST_GATEWAY_API_URL"] ?? baseUrl;
  const secret = readVariable("TYK_TEST_GATEWAY_SECRET");
  const createdClients = new Set<string>();
  const recordingFetch: typeof globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init);
    const url = input instanceof Request ? input.url : input.toString();
    const isCreate = init?.method === "POST" && url.endsWith("/oauth/clients/create");
    if (isCreate && response.ok) {
      const { client_id } = (await response.clone().json()) as { client_id: string };
      createdClients.add(client_id);
    }
    return response;
  };
  const tyk = new TykOAuth({ baseUrl, apiBaseUrl, secret, fetch: recordingFetch });
  await assertTestGateway(tyk);

  const cleanUp = async (): Promise<void> => {
    const apiIds = setup.apis.filter(({ use_oauth2 }) => use_oauth2).map(({ api_id }) => api_id);
    for (const clientId of [...createdClients])
      for (const apiId of apiIds) await removeClient(tyk, apiId, clientId);
    createdClients.clear();
  };
  const app = createApp(tyk, withoutLastSlashes(apiBaseUrl), globalThis.fetch);
  const wait = async (ms: number): Promise<void> => {
    await sleep(ms);
  };
  const context = (kind: GatewayKind): CaseContext => ({
    gateway: kind,
    tyk,
    app,
    control: { url: withoutLastSlashes(baseUrl), secret, fetch: recordingFetch },
    wait,
    nextSecond: () => wait(1000 - (Date.now() % 1000)),
    evict: undefined,
  });
  const kind = await detectKind(tyk);
  await cleanUp();
  return {
    kind,
    run: async (run) => {
      try {
        await run(context(kind));
      } finally {
        await cleanUp();
      }
    },
  };
}

/**
 * Deletes a client and its listed tokens, which would otherwise come back in the next run. Emptying the list needs the secret,
 * so the client is created again with a known one.
 */
async function removeClient(tyk: TykOAuth, apiID: string, client_id: string): Promise<void> {
  const secret = "removal";
  await tyk.raw.createOAuthClient({ body: { client_id, secret, api_id: apiID } });
  await tyk.raw.oauthRevokeAll({
    path: { listenPath: `/${apiID}/` },
    body: { client_id, client_secret: secret },
  });
  await tyk.raw.deleteOAuthClient({ path: { apiID, keyName: client_id } });
}

function withoutLastSlashes(url: string): string {
  return url.replace(/\/+$/, "");
}

function readVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "")
    throw new Error(`${name} is not set: see CONTRIBUTING.md`);
  return value;
}

async function assertTestGateway(tyk: TykOAuth): Promise<void> {
  const apis = await tyk.raw.listApis();
  const actualSetup = (api_id: string): object => {
    const api = apis.find((one) => one.api_id === api_id);
    return {
      use_oauth2: api?.use_oauth2 ?? false,
      listen_path: api?.proxy.listen_path,
      org_id: api?.org_id ?? "",
    };
  };
  for (const { api_id, use_oauth2, listen_path, org_id } of setup.apis) {
    const wanted = JSON.stringify({ use_oauth2, listen_path, org_id });
    if (JSON.stringify(actualSetup(api_id)) !== wanted) {
      throw new Error(`this is not a test gateway: its API ${api_id} differs from setup.json`);
    }
    if (use_oauth2 && (await tyk.raw.listOAuthClients({ path: { apiID: api_id } })).length > 0) {
      throw new Error(
        `this gateway has other clients on its API ${api_id}: use a gateway without clients`,
      );
    }
  }
}

/** The properties that the suite needs. They are probed, because the gateway does not show them. */
async function detectKind(tyk: TykOAuth): Promise<GatewayKind> {
  const { version } = await tyk.raw.hello();
  const path = { apiID: "orders", keyName: "suite-probe" };
  const redirect_uri = "https://probe.example/cb";
  await tyk.raw.createOAuthClient({
    body: {
      client_id: path.keyName,
      secret: "s",
      redirect_uri,
      api_id: path.apiID,
      policy_id: "gold",
    },
  });
  const { access_token, expires_in } = await tyk.raw.oauthToken(
    { path: { listenPath: "/orders/" }, body: { grant_type: "client_credentials" } },
    { headers: { authorization: `Basic ${btoa("suite-probe:s")}` } },
  );
  if (version === undefined || expires_in === undefined)
    throw new Error("this gateway does not show its version or the lifetime of its tokens");
  const tokens = (await tyk.raw.getOAuthClientTokens({ path })) as readonly OAuthToken[];
  const code = tokens[0]?.code ?? "";
  const listsHashes = await tyk.raw.listKeys().then(
    () => true,
    () => false,
  );
  return {
    version: version.replace(/^v/, ""),
    hash: code === access_token ? undefined : code.length === 16 ? "murmur64" : "murmur32",
    listsHashes,
    tokenTtlSeconds: expires_in,
    setup,
  };
}
