import { isTykError } from "@tyk-oauth/sdk";
import type { ApiDefinition } from "@tyk-oauth/sdk";
import type { DemoClient } from "./client.ts";
import { setup } from "./setup.ts";
import { check } from "./steps.ts";
import type { Told } from "./steps.ts";

/** Checks that the gateway is one that nobody needs: exactly the APIs and policies of the demo's setup. Reads alone. */
export async function lookAtGateway(client: DemoClient, told: Told): Promise<void> {
  const { tyk } = client;
  const { version = "", status } = await tyk.gateway.info();
  told.result(`It says that it is ${version.replace(/^v/, "")}, status ${status}.`);

  const apis = await tyk.apis.list();
  const kind = (api: Pick<ApiDefinition, "api_id" | "org_id" | "use_oauth2">, path: string) =>
    `${api.api_id} of ${api.org_id} at ${path}${api.use_oauth2 ? ", OAuth" : ""}`;
  const there = apis.map((api) => kind(api, api.proxy.listen_path)).sort();
  const wanted = setup.apis.map((api) => kind(api, api.listen_path)).sort();
  check(there.join() === wanted.join(), `its APIs are the demo's own: ${wanted.join("; ")}`);
  client.listenPath = (await tyk.apis.get({ apiId: client.ref.apiId })).proxy.listen_path;
  told.result(`APIs: ${wanted.join("; ")}.`);

  try {
    const policies = await tyk.policies.list();
    // Policies of a file have no id on 4.3 and 5.3: what they grant must do there.
    const found = policies.map(({ id, access_rights }) =>
      grants(id ?? "", Object.keys(access_rights ?? {})),
    );
    const named = policies.every(({ id = "" }) => id !== "");
    const expected = Object.entries(setup.policies).map(([id, { access_rights }]) =>
      grants(named ? id : "", access_rights),
    );
    check(found.sort().join() === expected.sort().join(), "its policies are the demo's own");
    told.result(`${policies.length} policies, as they should be${named ? "" : ", without ids"}.`);
  } catch (error) {
    if (!isTykError(error) || error.code !== "unsupported") throw error;
    told.result("Its policies it does not tell: versions before 4.3 have no route for them.");
  }

  const { hashedKeys, keyListing } = await tyk.gateway.capabilities();
  const stored = hashedKeys === true ? "hashed" : "as they are";
  told.result(
    `It keeps tokens ${stored}, and lists ${keyListing === true ? "all" : "none"} of them.`,
  );
}

function grants(policyId: string, apiIds: readonly string[]): string {
  return `${policyId} grants ${[...apiIds].sort().join(" and ")}`;
}
