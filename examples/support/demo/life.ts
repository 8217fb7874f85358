import { isTykError } from "@tyk-oauth/sdk";
import type { OAuthClient } from "@tyk-oauth/sdk";
import { hidden } from "../hidden.ts";
import type { DemoClient } from "./client.ts";
import { lookAtGateway } from "./look.ts";
import { check } from "./steps.ts";
import type { Steps, Told } from "./steps.ts";
import { cutOff, mint, nextSecondMs, readPages, revokeOne } from "./tokens.ts";

/** More than one page of 100. */
const manyTokens = 120;

/** Leads a client through its life, step by step. Throws at the first step that does not do what it says. */
export async function live(client: DemoClient, steps: Steps): Promise<void> {
  const { tyk, ref, gateway } = client;

  await steps.run("Look at the gateway, and refuse any that is not set up for the demo", (told) =>
    lookAtGateway(client, told),
  );

  const made = await steps.run("Create a client on the APIs of its policy", async (told) => {
    client.making();
    const created = await tyk.clients.create(bodyOf(client));
    check(created.client_id === client.id, "the client has the id that was asked for");
    check(created.secret !== "", "it has a secret");
    told.result(`${created.client_id}, secret ${hidden(created.secret)}.`);
    return created;
  });

  await steps.run("Create it once more", async (told) => {
    try {
      await tyk.clients.create(bodyOf(client));
      check(false, "a client is not created twice");
    } catch (error) {
      if (!isTykError(error) || error.code !== "conflict") throw error;
      told.result("Refused: the gateway would have overwritten it, secret and all.");
    }
  });

  await steps.run("Read it, and all its copies", async (told) => {
    const read = await tyk.clients.get(ref);
    check(read.redirect_uri === client.redirectUri, "the redirect URI is as it was given");
    check(read.policy_id === "gold", "the policy is as it was given");
    told.result(`${read.description}, for ${read.redirect_uri}, policy ${read.policy_id}.`);
    if (read.secret === made.secret) {
      told.surprise(`the secret comes in clear with every read: ${hidden(read.secret)}.`);
    }
    const listed = await tyk.clients.list({ apiId: ref.apiId });
    const found = listed.some(({ client_id }) => client_id === client.id);
    check(found, "the list of the API's clients names the client");
    const { copies, drift } = await tyk.clients.inspect({ clientId: client.id });
    const apis = copies.map(({ apiId }) => apiId).join(", ");
    check(apis === "billing, orders", "the client is on the two APIs of its policy");
    check(drift.length === 0, "its copies are alike");
    told.surprise(`the client is stored once for each API (${apis}).`);
  });

  const code = await steps.run("Authorize it by a code, as a consent page does", async (told) => {
    const state = crypto.randomUUID();
    const { redirectUri } = client;
    const granted = await tyk.clients.authorize(ref, { redirectUri, state, userId: "u1" });
    const target = new URL(granted.redirect_to);
    check(granted.redirect_to.startsWith(`${redirectUri}?`), "the browser is sent home");
    check(target.searchParams.get("code") === granted.code, "the code is in the redirect");
    check(target.searchParams.get("state") === state, "the state is handed back");
    told.result(`The browser goes to ${redirectUri} with the code ${hidden(granted.code)}.`);
    await lookAtPrefix(client, told);
    return granted.code;
  });

  const first = await steps.run("Exchange the code, and call the API", async (told) => {
    const exchange = {
      grant_type: "authorization_code",
      code,
      redirect_uri: client.redirectUri,
    };
    const token = await client.token(made.secret, exchange);
    check(token.refresh_token !== undefined, "a refresh token came with the access token");
    told.result(`Access token ${hidden(token.access_token)} for ${token.expires_in} s,`);
    told.result(`refresh token ${hidden(token.refresh_token)}.`);
    check((await client.call(token.access_token)) === 200, "the API lets the token in");
    check(await client.refuses(made.secret, exchange), "the code works once only");
    told.result("With the access token the API answers 200. The code is used up.");
    const [{ code: listedCode } = { code: "" }] = await tyk.tokens.list(ref);
    const { life, metaData } = await tyk.tokens.inspect({ apiId: ref.apiId, listedCode });
    check(
      life === "alive" && metaData?.["user"] === "u1",
      "its session is alive, and names the user",
    );
    return token;
  });

  const many = await steps.run("Get many tokens, and list them page by page", async (told) => {
    await gateway.pass(nextSecondMs);
    const tokens = await mint(client, made.secret, manyTokens);
    const pages = await readPages(client);
    const listed = pages.flat();
    const sizes = pages.map((page) => page.length).join(" + ");
    told.result(`${manyTokens} more tokens; ${sizes} on ${pages.length} pages.`);
    check(pages.length === 2, "there are two pages");
    check(listed.length === manyTokens + 1, "every token is listed");
    const walked = new Set<string>();
    for await (const { code: walkedCode } of tyk.tokens.iterate(ref)) walked.add(walkedCode);
    check(walked.size === listed.length, "iterate() gives each of them once");
    told.result(`iterate() gives the same ${walked.size}, one by one.`);
    return tokens;
  });

  await steps.run("Update its description on every API", async (told) => {
    const copies = await tyk.clients.update(client.everywhere, {
      description: "Changed by the demo",
    });
    check(copies.length === 2, "both copies are changed");
    for (const { client: copy } of copies) {
      check(copy.description === "Changed by the demo", "the description is changed");
      check(copy.redirect_uri === client.redirectUri, "the redirect URI stayed");
      check(copy.policy_id === "gold", "the policy stayed");
      check(JSON.stringify(copy.meta_data) === '{"team":"storefront"}', "the metadata stayed");
    }
    told.result("Changed; redirect URI, policy and metadata are as they were, on both.");
  });

  const rotated = await steps.run("Rotate its secret on every API, a vault first", (told) =>
    rotate(client, made, told),
  );

  const dropped = await steps.run("Revoke one token", (told) => revokeOne(client, many, told));

  await steps.run("Invalidate the refresh token", async (told) => {
    const { refresh_token = "" } = first;
    await tyk.tokens.revoke({ apiId: ref.apiId, refreshToken: refresh_token });
    const refresh = { grant_type: "refresh_token", refresh_token };
    check(await client.refuses(rotated, refresh), "the refresh token gets no token");
    told.result("It gets no token any more.");
    if ((await client.call(first.access_token)) === 200) {
      told.surprise("the access token that came with it still opens the API.");
    }
  });

  await steps.run("Its secret has leaked: look at what cutting it off would send", async (told) => {
    const dry = tyk.withOptions({ dryRun: true });
    const { data, steps: sent } = await dry.clients.cutOff({ clientId: client.id }).withResponse();
    const would = sent.filter(({ outcome }) => outcome === "not-sent");
    const count = (operation: string): number =>
      would.filter((step) => step.operation === operation).length;
    check(count("createOAuthClient") === 2, "each copy would get a new secret");
    check(count("revokeAllTokens") > 0, "tokens would be revoked");
    check((await tyk.clients.get(ref)).secret === rotated, "nothing was written");
    told.result(
      `2 new secrets, ${count("revokeAllTokens")} revocation, ${count("deleteKey")} keys; none is sent.`,
    );
    const alive = data.report.apis.map((api) => `${api.count} on ${api.apiId}`).join(", ");
    told.result(`Tokens that are found alive: ${alive}.`);
  });

  const secret = await steps.run("Cut it off", (told) =>
    cutOff(client, { leaked: rotated, first, many, dropped }, told),
  );

  await steps.run("Purge lapsed tokens", async (told) => {
    try {
      const { message, state } = await tyk.tokens.purgeLapsed();
      told.result(`The gateway says "${message}"; that is ${state}:`);
      told.surprise("it says so too where no retention period is set, and removes nothing.");
    } catch (error) {
      if (!isTykError(error) || error.code !== "unsupported") throw error;
      told.notHere(error.message);
    }
  });

  await steps.run("Delete it", (told) => remove(client, secret, told));
}

function bodyOf(client: DemoClient): Parameters<DemoClient["tyk"]["clients"]["create"]>[0] {
  return {
    client_id: client.id,
    policy_id: "gold",
    redirect_uri: client.redirectUri,
    description: "Made by the demo",
    meta_data: { team: "storefront" },
  };
}

/** Asks for a code to another address that begins like the registered one: refused by the verb, granted by the gateway. */
async function lookAtPrefix(client: DemoClient, told: Told): Promise<void> {
  const { tyk, ref, listenPath } = client;
  const redirectUri = `${client.redirectUri}-of-somebody-else`;
  try {
    await tyk.clients.authorize(ref, { redirectUri });
    check(false, "an address that is not the client's is refused");
  } catch (error) {
    if (!isTykError(error) || error.code !== "input") throw error;
    told.result(`${redirectUri} is refused before anything is sent.`);
  }
  const body = { response_type: "code", client_id: client.id, redirect_uri: redirectUri } as const;
  await tyk.raw.authorizeClient({ path: { listenPath }, body });
  told.surprise("the gateway itself grants it a code: it compares the beginning alone.");
}

/** Shows the drift that the gateway's own rotation leaves, and mends it. Gives the new secret. */
async function rotate(client: DemoClient, made: OAuthClient, told: Told): Promise<string> {
  const { tyk, ref } = client;
  await tyk.raw.rotateOAuthClient({ path: { apiID: ref.apiId, keyName: client.id } });
  const { drift } = await tyk.clients.inspect({ clientId: client.id });
  if (drift.includes("secret")) {
    told.surprise("the gateway's own rotation reaches one copy: each has its own secret now.");
  }

  let vault = "";
  const stage = (next: string): void => {
    vault = next;
  };
  const copies = await tyk.clients.rotateSecret(client.everywhere, { stage });
  check(copies.length === 2, "both copies are changed");
  for (const copy of copies)
    check(copy.client.secret === vault, "each copy has the vault's secret");
  const grant = { grant_type: "client_credentials" };
  check(await client.refuses(made.secret, grant), "the old secret gets no token");
  await mint(client, vault, 1);
  told.result(`The new secret ${hidden(vault)} gets a token, the old one does not.`);
  return vault;
}

/** Deletes the client on both APIs, and checks that it is refused. */
async function remove(client: DemoClient, secret: string, told: Told): Promise<void> {
  const { tyk, ref, gateway } = client;
  const report = await tyk.clients.delete(client.everywhere, { wait: gateway.wait });
  check(
    report.apis.length === 2 && report.apis.every(({ existed }) => existed),
    "it was there, on both APIs",
  );
  for (const apiId of ["orders", "billing"]) {
    check(await isUnknown(client, apiId), `the client is not found on ${apiId} any more`);
  }
  const apis = await tyk.clients.listApis({ clientId: client.id });
  check(apis.length === 0, "no API has the client any more");
  told.result("It is not found any more, on either API.");
  // For a second the gateway remembers a client that is gone.
  await gateway.pass(nextSecondMs);
  check(
    await client.refuses(secret, { grant_type: "client_credentials" }),
    "its secret gets no token",
  );
  const again = await tyk.clients.delete(ref);
  check(again.apis[0]?.existed === false, "the report of a second deletion says that it was gone");
  told.surprise("the gateway says yes to deleting it once more; the report says that it was gone.");
  told.result(`For the future: ${report.advice}.`);
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
