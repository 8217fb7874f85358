import { isTykError } from "@tyk-oauth/sdk";
import type { OAuthClient } from "@tyk-oauth/sdk";
import { maskSecret } from "../mask-secret.ts";
import type { DemoClient } from "./client.ts";
import { checkGateway } from "./check-gateway.ts";
import { check } from "./steps.ts";
import type { Steps, StepOutput } from "./steps.ts";
import { cutOff, issueTokens, nextSecondMs, readPages, revokeOne } from "./tokens.ts";

/** More than one page of 100. */
const manyTokens = 120;

/** Shows the life of a client, step by step. Throws at the first step that fails. */
export async function showLife(client: DemoClient, steps: Steps): Promise<void> {
  const { tyk, ref, gateway } = client;

  await steps.run("Check that the gateway has the demo's setup", (output) =>
    checkGateway(client, output),
  );

  const created = await steps.run("Create a client on the APIs of its policy", async (output) => {
    client.markCreated();
    const created = await tyk.clients.create(bodyOf(client));
    check(created.client_id === client.id, "the client has the requested id");
    check(created.secret !== undefined, "the client has a secret");
    output.result(`${created.client_id}, secret ${maskSecret(created.secret)}.`);
    return { secret: "", ...created };
  });

  await steps.run("Create the client a second time", async (output) => {
    try {
      await tyk.clients.create(bodyOf(client));
      check(false, "a second creation is refused");
    } catch (error) {
      if (!isTykError(error) || error.code !== "conflict") throw error;
      output.result("Refused: the gateway would overwrite the client and its secret.");
    }
  });

  await steps.run("Read the client and all its copies", async (output) => {
    const read = await tyk.clients.get(ref);
    check(read.redirect_uri === client.redirectUri, "the redirect URI is unchanged");
    check(read.policy_id === "gold", "the policy is unchanged");
    output.result(
      `${read.description}, redirect URI ${read.redirect_uri}, policy ${read.policy_id}.`,
    );
    if (read.secret === created.secret) {
      output.surprise(`every read returns the secret in plain text: ${maskSecret(read.secret)}.`);
    }
    const listed = await tyk.clients.list({ apiId: ref.apiId });
    const found = listed.some(({ client_id }) => client_id === client.id);
    check(found, "the API's list of clients has the client");
    const { copies, drift } = await tyk.clients.inspect({ clientId: client.id });
    const apis = copies.map(({ apiId }) => apiId).join(", ");
    check(apis === "billing, orders", "the client is on the two APIs of its policy");
    check(drift.length === 0, "its copies are equal");
    output.surprise(`the gateway stores one copy of the client per API (${apis}).`);
  });

  const code = await steps.run(
    "Authorize the client with a code, like a consent page",
    async (output) => {
      const state = crypto.randomUUID();
      const { redirectUri } = client;
      const request = { redirectUri, state, userId: "u1" };
      const { code = "", redirect_to = "" } = await tyk.clients.authorize(ref, request);
      const target = new URL(redirect_to);
      check(redirect_to.startsWith(`${redirectUri}?`), "the redirect goes to the client");
      check(target.searchParams.get("code") === code, "the code is in the redirect");
      check(target.searchParams.get("state") === state, "the redirect has the state");
      output.result(
        `The browser is redirected to ${redirectUri} with the code ${maskSecret(code)}.`,
      );
      await showPrefixMatch(client, output);
      return code;
    },
  );

  const first = await steps.run("Exchange the code, and call the API", async (output) => {
    const exchange = {
      grant_type: "authorization_code",
      code,
      redirect_uri: client.redirectUri,
    };
    const token = await client.requestToken(created.secret, exchange);
    check(token.refresh_token !== undefined, "a refresh token came with the access token");
    output.result(`Access token ${maskSecret(token.access_token)} for ${token.expires_in} s,`);
    output.result(`refresh token ${maskSecret(token.refresh_token)}.`);
    check((await client.callApi(token.access_token)) === 200, "the API accepts the token");
    check(await client.isRefused(created.secret, exchange), "the code works only once");
    output.result(
      "The API responds 200 to the access token. The code does not work a second time.",
    );
    const [{ code: listedCode } = { code: "" }] = await tyk.tokens.list(ref);
    const { life, metaData } = await tyk.tokens.inspect({ apiId: ref.apiId, listedCode });
    check(life === "alive" && metaData?.["user"] === "u1", "its session is alive and has the user");
    return token;
  });

  const many = await steps.run("Get many tokens, and list them page by page", async (output) => {
    await gateway.passTime(nextSecondMs);
    const tokens = await issueTokens(client, created.secret, manyTokens);
    const pages = await readPages(client);
    const listed = pages.flat();
    const sizes = pages.map((page) => page.length).join(" + ");
    output.result(`${manyTokens} more tokens; ${sizes} on ${pages.length} pages.`);
    check(pages.length === 2, "there are two pages");
    check(listed.length === manyTokens + 1, "every token is listed");
    const iterated = new Set<string>();
    for await (const { code: tokenCode } of tyk.tokens.iterate(ref)) iterated.add(tokenCode);
    check(iterated.size === listed.length, "iterate() returns each token once");
    output.result(`iterate() returns the same ${iterated.size}, one by one.`);
    return tokens;
  });

  await steps.run("Update the client's description on every API", async (output) => {
    const copies = await tyk.clients.update(client.allCopies, {
      description: "Changed by the demo",
    });
    check(copies.length === 2, "both copies are changed");
    for (const { client: copy } of copies) {
      check(copy.description === "Changed by the demo", "the description is changed");
      check(copy.redirect_uri === client.redirectUri, "the redirect URI did not change");
      check(copy.policy_id === "gold", "the policy did not change");
      check(
        JSON.stringify(copy.meta_data) === '{"team":"storefront"}',
        "the metadata did not change",
      );
    }
    output.result("Changed on both. Redirect URI, policy and metadata did not change.");
  });

  const rotated = await steps.run(
    "Rotate the secret on every API, and store it in a vault first",
    (output) => rotate(client, created, output),
  );

  const dropped = await steps.run("Revoke one token", (output) => revokeOne(client, many, output));

  await steps.run("Invalidate the refresh token", async (output) => {
    const { refresh_token = "" } = first;
    await tyk.tokens.revoke({ apiId: ref.apiId, refreshToken: refresh_token });
    const refresh = { grant_type: "refresh_token", refresh_token };
    check(await client.isRefused(rotated, refresh), "the refresh token gets no token");
    output.result("The refresh token gets no more tokens.");
    if ((await client.callApi(first.access_token)) === 200) {
      output.surprise("the access token that was issued with it still opens the API.");
    }
  });

  await steps.run(
    "The secret has leaked: see what cutting off the client would send",
    async (output) => {
      const dry = tyk.withOptions({ dryRun: true });
      const { data, steps: sent } = await dry.clients
        .cutOff({ clientId: client.id })
        .withResponse();
      const notSent = sent.filter(({ outcome }) => outcome === "not-sent");
      const count = (operation: string): number =>
        notSent.filter((step) => step.operation === operation).length;
      check(count("createOAuthClient") === 2, "each copy would get a new secret");
      check(count("revokeAllTokens") > 0, "tokens would be revoked");
      check((await tyk.clients.get(ref)).secret === rotated, "nothing was written");
      output.result(
        `2 new secrets, ${count("revokeAllTokens")} revocation, ${count("deleteKey")} keys; nothing is sent.`,
      );
      const alive = data.report.apis.map((api) => `${api.count} on ${api.apiId}`).join(", ");
      output.result(`Tokens that are alive: ${alive}.`);
    },
  );

  const secret = await steps.run("Cut off the client", (output) =>
    cutOff(client, { leaked: rotated, first, many, dropped }, output),
  );

  await steps.run("Purge lapsed tokens", async (output) => {
    try {
      const { message, state } = await tyk.tokens.purgeLapsed();
      output.result(`The gateway says "${message}". The result is ${state}:`);
      output.surprise(
        "the gateway says the same if no retention period is set, and removes nothing.",
      );
    } catch (error) {
      if (!isTykError(error) || error.code !== "unsupported") throw error;
      output.unsupported(error.message);
    }
  });

  await steps.run("Delete the client", (output) => remove(client, secret, output));
}

function bodyOf(client: DemoClient): Parameters<DemoClient["tyk"]["clients"]["create"]>[0] {
  return {
    client_id: client.id,
    policy_id: "gold",
    redirect_uri: client.redirectUri,
    description: "Created by the demo",
    meta_data: { team: "storefront" },
  };
}

/** Requests a code for a URI that begins like the registered one. The method refuses it, the gateway does not (Trap 20). */
async function showPrefixMatch(client: DemoClient, output: StepOutput): Promise<void> {
  const { tyk, ref, listenPath } = client;
  const redirectUri = `${client.redirectUri}-of-another-app`;
  try {
    await tyk.clients.authorize(ref, { redirectUri });
    check(false, "a URI of another client is refused");
  } catch (error) {
    if (!isTykError(error) || error.code !== "input") throw error;
    output.result(`${redirectUri} is refused before any request.`);
  }
  const body = { response_type: "code", client_id: client.id, redirect_uri: redirectUri } as const;
  await tyk.raw.authorizeClient({ path: { listenPath }, body });
  output.surprise("the gateway itself issues a code for it: it compares only the beginning.");
}

/** Shows that the gateway's own rotation makes the copies differ, and fixes it. Returns the new secret. */
async function rotate(
  client: DemoClient,
  created: OAuthClient,
  output: StepOutput,
): Promise<string> {
  const { tyk, ref } = client;
  await tyk.raw.rotateOAuthClient({ path: { apiID: ref.apiId, keyName: client.id } });
  const { drift } = await tyk.clients.inspect({ clientId: client.id });
  if (drift.includes("secret")) {
    output.surprise(
      "the gateway's own rotation changes one copy: the copies have different secrets now.",
    );
  }

  let vault = "";
  const stage = (next: string): void => {
    vault = next;
  };
  const copies = await tyk.clients.rotateSecret(client.allCopies, { stage });
  check(copies.length === 2, "both copies are changed");
  for (const copy of copies)
    check(copy.client.secret === vault, "each copy has the vault's secret");
  const grant = { grant_type: "client_credentials" };
  check(await client.isRefused(created.secret, grant), "the old secret gets no token");
  await issueTokens(client, vault, 1);
  output.result(`The new secret ${maskSecret(vault)} gets a token, the old secret does not.`);
  return vault;
}

/** Deletes the client on both APIs, and checks that the gateway refuses it. */
async function remove(client: DemoClient, secret: string, output: StepOutput): Promise<void> {
  const { tyk, ref, gateway } = client;
  const report = await tyk.clients.delete(client.allCopies, { wait: gateway.wait });
  check(
    report.apis.length === 2 && report.apis.every(({ existed }) => existed),
    "the client was on both APIs",
  );
  for (const apiId of ["orders", "billing"]) {
    check(await isUnknown(client, apiId), `the client is gone from ${apiId}`);
  }
  const apis = await tyk.clients.listApis({ clientId: client.id });
  check(apis.length === 0, "no API has the client");
  output.result("The client is gone from both APIs.");
  // The gateway caches a deleted client for a second (Trap 9).
  await gateway.passTime(nextSecondMs);
  check(
    await client.isRefused(secret, { grant_type: "client_credentials" }),
    "its secret gets no token",
  );
  const again = await tyk.clients.delete(ref);
  check(
    again.apis[0]?.existed === false,
    "the report of a second deletion says that the client did not exist",
  );
  output.surprise(
    "the gateway confirms a second deletion. The SDK's report says that the client did not exist.",
  );
  output.result(`Advice: ${report.advice}.`);
}

async function isUnknown(client: DemoClient, apiId: string): Promise<boolean> {
  try {
    await client.tyk.clients.get({ apiId, clientId: client.id });
    return false;
  } catch (error) {
    if (isTykError(error) && error.code === "not-found") return true;
    throw error;
  }
}
