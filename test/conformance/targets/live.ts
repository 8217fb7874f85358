import { TykOAuth } from "@tyk-oauth/sdk";
import { setTimeout as sleep } from "node:timers/promises";
import { appOf } from "../app.ts";
import type { GatewayKind, World } from "../world.ts";
import { setup } from "../../support/recordings.ts";

/** A running gateway, and what was found out of it. */
export interface LiveGateway {
  readonly kind: GatewayKind;
  /** Gives a case its world, and takes away what the case made. */
  run(run: (world: World) => Promise<void>): Promise<void>;
}

/**
 * Takes a running gateway for the suite. It reads variables of its own, never those of production, and refuses a gateway that
 * is not set up as the recorded ones were, or that holds clients of somebody else.
 */
export async function takeLiveGateway(): Promise<LiveGateway> {
  const baseUrl = variable("TYK_TEST_GATEWAY_URL");
  const apiBaseUrl = process.env["TYK_TEST_GATEWAY_API_URL"] ?? baseUrl;
  const made = new Set<string>();
  const tyk = new TykOAuth({
    baseUrl,
    apiBaseUrl,
    secret: variable("TYK_TEST_GATEWAY_SECRET"),
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      const create =
        init.method === "POST" && new URL(url).pathname.endsWith("/oauth/clients/create");
      if (create && response.ok) {
        const { client_id } = (await response.clone().json()) as { client_id: string };
        made.add(client_id);
      }
      return response;
    },
  });
  await refuseAnyOther(tyk);

  const cleanUp = async (): Promise<void> => {
    for (const clientId of made) {
      for (const { api_id, use_oauth2 } of setup.apis) {
        if (use_oauth2) await tyk.clients.delete({ apiId: api_id, clientId });
      }
    }
    made.clear();
  };
  const app = appOf(tyk, apiBaseUrl.replace(/\/+$/, ""), globalThis.fetch);
  const wait = async (ms: number): Promise<void> => {
    await sleep(ms);
  };
  const world = (kind: GatewayKind): World => ({
    gateway: kind,
    tyk,
    app,
    wait,
    nextSecond: () => wait(1000 - (Date.now() % 1000)),
    evict: undefined,
  });
  const kind = await kindOf(tyk);
  await cleanUp();
  return {
    kind,
    run: async (run) => {
      try {
        await run(world(kind));
      } finally {
        await cleanUp();
        // The gateway remembers for a second that a client is there.
        await wait(1200);
      }
    },
  };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "")
    throw new Error(`${name} is not set: see CONTRIBUTING.md`);
  return value;
}

async function refuseAnyOther(tyk: TykOAuth): Promise<void> {
  const apis = await tyk.apis.list();
  const found = (api_id: string): object => {
    const api = apis.find((one) => one.api_id === api_id);
    return {
      use_oauth2: api?.use_oauth2,
      listen_path: api?.proxy.listen_path,
      org_id: api?.org_id,
    };
  };
  for (const { api_id, use_oauth2, listen_path, org_id } of setup.apis) {
    const wanted = JSON.stringify({ use_oauth2, listen_path, org_id });
    if (JSON.stringify(found(api_id)) !== wanted) {
      throw new Error(
        `this is no gateway for tests: its API ${api_id} is not set up as setup.json says`,
      );
    }
    if (use_oauth2 && (await tyk.clients.list({ apiId: api_id })).length > 0) {
      throw new Error(`this gateway holds clients of somebody else on its API ${api_id}`);
    }
  }
}

/** What the suite must know of the gateway: asked and probed, since it cannot be read anywhere. */
async function kindOf(tyk: TykOAuth): Promise<GatewayKind> {
  const { version } = await tyk.gateway.info();
  const ref = { apiId: "orders", clientId: "suite-probe" };
  const redirect_uri = "https://probe.example/cb";
  await tyk.clients.create({
    client_id: ref.clientId,
    secret: "s",
    redirect_uri,
    api_id: "orders",
    policy_id: "gold",
  });
  const { access_token, expires_in } = await tyk.raw.oauthToken(
    { path: { listenPath: "/orders/" }, body: { grant_type: "client_credentials" } },
    { headers: { authorization: `Basic ${btoa("suite-probe:s")}` } },
  );
  const [token] = await tyk.tokens.list(ref);
  const listsHashes = await tyk.raw.listKeys().then(
    () => true,
    () => false,
  );
  await tyk.tokens.revoke({ apiId: "orders", listedCode: token?.code ?? "" });
  return {
    version: version.replace(/^v/, ""),
    hash:
      token?.code === access_token
        ? undefined
        : token?.code.length === 16
          ? "murmur64"
          : "murmur32",
    listsHashes,
    tokenTtlSeconds: expires_in,
  };
}
