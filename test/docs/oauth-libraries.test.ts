import { TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import * as oauth from "oauth4webapi";
import * as client from "openid-client";
import { expect, onTestFinished, test } from "vitest";
import { readDocument } from "../support/docs/markdown.ts";

// These tests prove what docs/oauth-libraries.md says beside its blocks. `blocks.test.ts` runs the blocks.

const generated = { id: "5f3c0a9e", secret: "0c7be1d2f94a4c55" };
const chosen = { id: "shop-web", secret: "a-secret-with_dashes" };

/** Serves a gateway with both clients, and returns the endpoints of the API. */
async function serve(): Promise<client.ServerMetadata> {
  const gateway = createGateway({ policies: { gold: ["orders"] } });
  const server = await gateway.listen({ port: 0 });
  onTestFinished(() => server.close());
  const tyk = new TykOAuth({ baseUrl: server.controlUrl, secret: gateway.secret });
  for (const { id, secret } of [generated, chosen])
    await tyk.clients.create({
      client_id: id,
      secret,
      policy_id: "gold",
      redirect_uri: "https://shop.example/cb",
    });
  return tyk.apis.endpoints({ apiId: "orders" });
}

function configOf(
  endpoints: client.ServerMetadata,
  { id, secret }: typeof chosen,
): client.Configuration {
  return new client.Configuration(endpoints, id, undefined, client.ClientSecretBasic(secret));
}

/** Requests a token with client credentials, and returns its type or the status of the refusal. */
async function grant(config: client.Configuration): Promise<unknown> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- both libraries mark it only so that it stands out
  client.allowInsecureRequests(config);
  return client.clientCredentialsGrant(config).then(
    ({ token_type }) => token_type,
    (error: unknown) => (error as { status?: unknown }).status,
  );
}

test("ClientSecretBasic works for an id and a secret of letters and digits alone", async () => {
  const endpoints = await serve();
  expect(await grant(configOf(endpoints, generated))).toBe("bearer");
  expect(await grant(configOf(endpoints, chosen))).toBe(403);
});

test("a secret as the third argument of openid-client does not work", async () => {
  const endpoints = await serve();
  expect(await grant(new client.Configuration(endpoints, generated.id, generated.secret))).toBe(
    403,
  );
});

test("both libraries refuse a gateway without https unless they are told to accept it", async () => {
  const endpoints = await serve();
  const config = configOf(endpoints, generated);
  await expect(client.clientCredentialsGrant(config)).rejects.toThrow(/HTTPS/);
  expect(await grant(config)).toBe("bearer");

  const auth = oauth.ClientSecretBasic(generated.secret);
  const request = (options?: oauth.TokenEndpointRequestOptions): Promise<Response> =>
    oauth.clientCredentialsGrantRequest(endpoints, { client_id: generated.id }, auth, {}, options);
  await expect(request()).rejects.toThrow(/HTTPS/);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- as above
  const response = await request({ [oauth.allowInsecureRequests]: true });
  expect(response.status).toBe(200);
});

test("the document names the installed versions of the libraries", () => {
  const versionsIn = (file: string): Record<string, string> =>
    (JSON.parse(readDocument(file)) as { devDependencies: Record<string, string> }).devDependencies;
  // `npm run test:browser` runs the last two.
  const devDependencies = {
    ...versionsIn("test/browser/package.json"),
    ...versionsIn("package.json"),
  };
  const minor = (name: string): string | undefined =>
    /^\d+\.\d+/.exec(devDependencies[name] ?? "")?.[0];
  const tried = [
    ...readDocument("docs/oauth-libraries.md").matchAll(/Tried with version ([\d.]+\d)/g),
  ];
  expect(tried.map(([, version]) => version)).toEqual([
    minor("openid-client"),
    minor("oauth4webapi"),
    minor("simple-oauth2"),
    minor("passport-oauth2"),
  ]);
});
