import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import session from "express-session";
import passport from "passport";
import { Strategy } from "passport-oauth2";
import type { VerifyCallback } from "passport-oauth2";
import { expect, onTestFinished, test } from "vitest";
import { decide, headingOf, openTab, useBrowser } from "./support/browser.ts";
import { clientId, clientSecret, startFlow } from "./support/consent-flow.ts";
import type { ConsentFlow } from "./support/consent-flow.ts";

useBrowser();

interface PassportUser {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Starts an application with Passport, and returns a function that connects it to a gateway. */
async function startApp(): Promise<{ origin: string; connect: (strategy: Strategy) => void }> {
  const app = express();
  const authenticator = new passport.Passport();
  // Passport stores what these return in the session.
  authenticator.serializeUser<PassportUser>((user, done) => {
    done(null, user as PassportUser);
  });
  authenticator.deserializeUser<PassportUser>((user, done) => {
    done(null, user);
  });
  app.use(session({ secret: "secret of the test", resave: false, saveUninitialized: false }));
  const handlers: unknown[] = [authenticator.initialize(), authenticator.session()];
  // The types of Passport say no more than any.
  app.use(...(handlers as express.RequestHandler[]));
  const server = createServer(app as RequestListener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const send = (heading: string): express.RequestHandler => {
    return (_request, response) => {
      response.send(`<!doctype html><title>App</title><h1>${heading}</h1>`);
    };
  };
  app.get("/denied", send("Denied"));
  app.get("/me", (request, response) => {
    response.json(request.user);
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    connect: (strategy) => {
      authenticator.use("tyk", strategy);
      const options = { failureRedirect: "/denied" };
      const authenticate = authenticator.authenticate("tyk", options) as express.RequestHandler;
      app.get("/connect", authenticate);
      app.get("/callback", authenticate, send("Connected"));
    },
  };
}

/** Starts an application and a flow. */
async function startPassport(
  customHeaders: Readonly<Record<string, string>>,
): Promise<{ origin: string; flow: ConsentFlow }> {
  const { origin, connect } = await startApp();
  const flow = await startFlow({ clientOrigin: origin });
  const strategy = new Strategy(
    {
      authorizationURL: flow.endpoints.authorization_endpoint ?? "",
      tokenURL: flow.endpoints.token_endpoint ?? "",
      clientID: clientId,
      clientSecret,
      customHeaders,
      callbackURL: flow.redirectUri,
      state: true,
    },
    (accessToken: string, refreshToken: string, _profile: unknown, done: VerifyCallback) => {
      done(null, { accessToken, refreshToken });
    },
  );
  connect(strategy);
  return { origin, flow };
}

test("passport-oauth2 sends the secret in the body alone, which the gateway refuses", async () => {
  const { origin } = await startPassport({});
  const page = await openTab();
  await page.goto(`${origin}/connect`);
  const [response] = await Promise.all([
    page.waitForResponse((one) => one.url().startsWith(`${origin}/callback`)),
    decide(page, "Allow"),
  ]);
  expect(response.status()).toBe(500);
});

test("passport-oauth2: allow, call, deny, and a forged state", async () => {
  const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
  const { origin, flow } = await startPassport({ authorization });
  const page = await openTab();
  await page.goto(`${origin}/connect`);
  await decide(page, "Allow");
  expect(await headingOf(page)).toBe("Connected");
  const me = await page.goto(`${origin}/me`);
  const { accessToken } = (await me?.json()) as PassportUser;
  const headers = { authorization: `Bearer ${accessToken}` };
  expect((await fetch(`${flow.gatewayUrl}/orders/list`, { headers })).status).toBe(200);

  await page.goto(`${origin}/connect`);
  await decide(page, "Deny");
  expect(await headingOf(page)).toBe("Denied");

  const requests = flow.gateway.requests.length;
  await page.goto(`${origin}/callback?code=of-the-attacker&state=forged`);
  expect(await headingOf(page)).toBe("Denied");
  expect(flow.gateway.requests).toHaveLength(requests);
});
