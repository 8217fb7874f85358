import { isTykError } from "@tyk-oauth/sdk";
import type { ApiDefinition } from "@tyk-oauth/sdk";
import type { DemoClient } from "./client.ts";
import { setup } from "./setup.ts";
import { check } from "./steps.ts";
import type { StepOutput } from "./steps.ts";

/** Checks that the gateway has exactly the APIs and policies of the demo's setup. Sends only reads. */
export async function checkGateway(client: DemoClient, output: StepOutput): Promise<void> {
  const { tyk } = client;
  const { version = "", status } = await tyk.gateway.info();
  output.result(`The gateway reports version ${version.replace(/^v/, "")}, status ${status}.`);

  const apis = await tyk.apis.list();
  const describeApi = (
    api: Pick<ApiDefinition, "api_id" | "org_id" | "use_oauth2">,
    path: string,
  ) => `${api.api_id} of ${api.org_id} at ${path}${api.use_oauth2 ? ", OAuth" : ""}`;
  const found = apis.map((api) => describeApi(api, api.proxy.listen_path)).sort();
  const expected = setup.apis.map((api) => describeApi(api, api.listen_path)).sort();
  check(
    found.join() === expected.join(),
    `the gateway has the demo's APIs: ${expected.join("; ")}`,
  );
  client.listenPath = (await tyk.apis.get({ apiId: client.ref.apiId })).proxy.listen_path;
  output.result(`APIs: ${expected.join("; ")}.`);

  try {
    const policies = await tyk.policies.list();
    // Policies from a file have no id on 4.3 and 5.3. There the check compares only what they grant.
    const foundPolicies = policies.map(({ id, access_rights }) =>
      describePolicy(id ?? "", Object.keys(access_rights ?? {})),
    );
    const hasIds = policies.every(({ id = "" }) => id !== "");
    const expectedPolicies = Object.entries(setup.policies).map(([id, { access_rights }]) =>
      describePolicy(hasIds ? id : "", access_rights),
    );
    check(
      foundPolicies.sort().join() === expectedPolicies.sort().join(),
      "the gateway has the demo's policies",
    );
    output.result(`Policies: ${policies.length}, as expected${hasIds ? "" : ", without ids"}.`);
  } catch (error) {
    if (!isTykError(error) || error.code !== "unsupported") throw error;
    output.result("The gateway does not show its policies: that needs version 4.3.");
  }

  const { hashedKeys, keyListing } = await tyk.gateway.capabilities();
  const storage = hashedKeys === true ? "hashes tokens" : "stores tokens unhashed";
  output.result(
    `The gateway ${storage}, and ${keyListing === true ? "lists" : "does not list"} them.`,
  );
}

function describePolicy(policyId: string, apiIds: readonly string[]): string {
  return `${policyId} grants ${[...apiIds].sort().join(" and ")}`;
}
