import { isTykError } from "@tyk-oauth/sdk";
import type { OAuthClient } from "@tyk-oauth/sdk";
import { hidden } from "../hidden.ts";
import type { DemoClient } from "./client.ts";
import { lookAtGateway } from "./look.ts";
import { check } from "./steps.ts";
import type { Steps, Told } from "./steps.ts";
import { mint, nextSecondMs, readPages, revokeAll, revokeOne } from "./tokens.ts";

/** More than one page of 100. */
const manyTokens = 120;
/** Leads a client through its life, step by step. Throws at the first step that does not do what it says. */
export async function live(client: DemoClient, steps: Steps): Promise<void> {
  const { tyk, ref, gateway } = client;

  await steps.run("Look at the gateway, and refuse any that is not set up for the demo", (told) =>
    lookAtGateway(client, told),
  );

  const made = await steps.run("Create a client by its policy", async (told) => {
    client.making();
    const created = await tyk.clients.create({
      client_id: client.id,
      policy_id: "gold",
      redirect_uri: client.redirectUri,
      description: "Made by the demo",
      meta_data: { team: "storefront" },
    });
    check(created.client_id === client.id, "the client has the id that was asked for");
    check(created.secret !== "", "the gateway made up a secret");
    told.result(`${created.client_id}, secret ${hidden(created.secret)}.`);
    return created;
  });

  await steps.run("Read it", async (told) => {
    const read = await tyk.clients.get(ref);
    check(read.redirect_uri === client.redirectUri, "the redirect URI is as it was given");
    check(read.policy_id === "gold", "the policy is as it was given");
    told.result(`${read.description}, for ${read.redirect_uri}, policy ${read.policy_id}.`);
    if (read.secret === made.secret) {
      told.surprise(`the secret comes in clear with every read: ${hidden(read.secret)}.`);
    }
  });

  await steps.run("List the clients of its API, and the APIs of the client", async (told) => {
    const clients = await tyk.clients.list({ apiId: ref.apiId });
    const found = clients.some(({ client_id }) => client_id === client.id);
    check(found, "the list of the API's clients names the client");
    const apis = (await tyk.clients.listApis({ clientId: client.id })).sort();
    check(apis.join() === "billing,orders", "the client is on the two APIs of its policy");
    told.result(`The list of ${ref.apiId} names ${clients.length}, the client among them.`);
    told.surprise(`the client is stored once for each API (${apis.join(", ")}).`);
  });

  const code = await steps.run("Authorize it by a code, as a consent page does", async (told) => {
    const state = crypto.randomUUID();
    const granted = await tyk.clients.authorize(ref, { redirectUri: client.redirectUri, state });
    const target = new URL(granted.redirect_to);
    check(granted.redirect_to.startsWith(`${client.redirectUri}?`), "the browser is sent home");
    check(target.searchParams.get("code") === granted.code, "the code is in the redirect");
    check(target.searchParams.get("state") === state, "the state is handed back");
    told.result(`The browser goes to ${client.redirectUri} with the code ${hidden(granted.code)}.`);
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

  await steps.run("Update its description", async (told) => {
    const updated = await tyk.clients.update(ref, { description: "Changed by the demo" });
    const read = await tyk.clients.get(ref);
    check(read.description === "Changed by the demo", "the description is changed");
    check(read.redirect_uri === client.redirectUri, "the redirect URI stayed");
    check(updated.policy_id === "gold", "the policy stayed");
    check(JSON.stringify(read.meta_data) === '{"team":"storefront"}', "the metadata stayed");
    told.result("Changed; redirect URI, policy and metadata are as they were.");
    const other = await tyk.clients.get({ ...ref, apiId: "billing" });
    if (other.description !== read.description) {
      told.surprise("the copy on billing is as it was: an update reaches one API.");
    }
  });

  const rotated = await steps.run("Rotate its secret", async (told) => {
    const now = await tyk.clients.rotateSecret(ref);
    check(now.secret !== made.secret, "the secret is another one");
    const grant = { grant_type: "client_credentials" };
    check(await client.refuses(made.secret, grant), "the old secret gets no token");
    await mint(client, now.secret, 1);
    told.result(`The new secret ${hidden(now.secret)} gets a token, the old one does not.`);
    await lookAtDrift(client, made, told);
    if ((await client.call(first.access_token)) === 200) {
      told.surprise("tokens that were got with the old secret still open the API.");
    }
    return now;
  });

  await steps.run("Revoke one token", (told) => revokeOne(client, many, told));

  await steps.run("Invalidate the refresh token", async (told) => {
    const { refresh_token = "" } = first;
    await tyk.tokens.revoke({ apiId: ref.apiId, refreshToken: refresh_token });
    const refresh = { grant_type: "refresh_token", refresh_token };
    check(await client.refuses(rotated.secret, refresh), "the refresh token gets no token");
    told.result("It gets no token any more.");
    if ((await client.call(first.access_token)) === 200) {
      told.surprise("the access token that came with it still opens the API.");
    }
  });

  const missed = await steps.run("Revoke all tokens", (told) =>
    revokeAll(client, { old: made.secret, first, many }, told),
  );

  await steps.run("Purge lapsed tokens", async (told) => {
    try {
      const { message } = await tyk.tokens.purgeLapsed();
      told.result(`The gateway says "${message}".`);
      told.surprise(
        "that does not tell whether it removed any: without a retention period it never does.",
      );
    } catch (error) {
      if (!isTykError(error) || error.code !== "unsupported") throw error;
      told.notHere(error.message);
    }
  });

  await steps.run("Delete it", (told) => remove(client, { secret: rotated.secret, missed }, told));
}

/** Asks for a code to another address that begins like the registered one. */
async function lookAtPrefix(client: DemoClient, told: Told): Promise<void> {
  const redirectUri = `${client.redirectUri}-of-somebody-else`;
  try {
    await client.tyk.clients.authorize(client.ref, { redirectUri });
    told.surprise(`${redirectUri} gets a code too: the gateway compares the beginning alone.`);
  } catch (error) {
    if (!isTykError(error) || error.code !== "oauth") throw error;
  }
}

async function lookAtDrift(client: DemoClient, made: OAuthClient, told: Told): Promise<void> {
  const other = await client.tyk.clients.get({ ...client.ref, apiId: "billing" });
  if (other.secret === made.secret) {
    told.surprise("the copy on billing keeps the old secret: each copy has its own.");
  }
}

/** Deletes the client on both APIs, and checks that it and a token that outlived the revocations are refused. */
async function remove(
  client: DemoClient,
  { secret, missed }: { secret: string; missed: readonly string[] },
  told: Told,
): Promise<void> {
  const { tyk, ref, gateway } = client;
  for (const apiId of ["orders", "billing"]) {
    await tyk.clients.delete({ apiId, clientId: client.id });
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
  const [token] = missed;
  if (token !== undefined) {
    await client.checkRefused(told, token, "a token that revoking all had missed");
  }
  const { status } = await tyk.clients.delete(ref);
  told.surprise(`deleting it once more is a success too: "${status}".`);
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
