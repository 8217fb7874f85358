import { once } from "node:events";
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { expect, onTestFinished, test } from "vitest";
import type { Consent } from "@tyk-oauth/sdk/consent";
import { setConsent } from "./adapters/consent.ts";
import { app as expressApp } from "./adapters/express.ts";
import { app as fastifyApp } from "./adapters/fastify.ts";
import { app as honoApp } from "./adapters/hono.ts";
import { GET, POST } from "./adapters/next-route.ts";
import { toNodeHandler } from "./adapters/node-handler.ts";
import worker from "./adapters/worker.ts";
import { decide, headingOf, openTab, useBrowser } from "./support/browser.ts";
import { grants, serveHandler, startFlow } from "./support/consent-flow.ts";
import type { ConsentFlow } from "./support/consent-flow.ts";

useBrowser();

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Serves a handler of Node until the test ends. */
async function serveListener(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return addressOf(server);
}

/** How each framework serves the page. */
const frameworks: Readonly<Record<string, (consent: Consent) => Promise<string>>> = {
  "node:http": (consent) => serveListener(toNodeHandler(consent.fetch, "https://login.example")),
  Hono: async () => {
    const server = serve({ fetch: honoApp.fetch, port: 0, hostname: "127.0.0.1" }) as Server;
    await once(server, "listening");
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    return addressOf(server);
  },
  Express: () => serveListener(expressApp as RequestListener),
  Fastify: async () => {
    const address = await fastifyApp.listen({ port: 0, host: "127.0.0.1" });
    onTestFinished(() => fastifyApp.close());
    return address;
  },
  // Next.js calls the exported function of the request's method.
  "Next.js route handler": () =>
    serveHandler((request) => (request.method === "GET" ? GET(request) : POST(request))),
};

test.each(Object.entries(frameworks))("%s", async (_, start) => {
  const flow = await startFlow({
    serve: (consent) => {
      setConsent(consent);
      return start(consent);
    },
  });
  await expectWholeFlow(flow);
});

test("Cloudflare Worker", async () => {
  const started: { flow?: ConsentFlow } = {};
  const serveWorker = (): Promise<string> =>
    serveHandler((request) => {
      const { flow } = started;
      if (flow === undefined) throw new Error("the flow has not started");
      return worker.fetch(request, {
        TYK_GATEWAY_URL: flow.gatewayUrl,
        TYK_GATEWAY_SECRET: flow.gateway.secret,
        CONSENT_KEY: "0123456789abcdef0123456789abcdef",
        LOGIN_URL: flow.loginUrl,
      });
    });
  started.flow = await startFlow({ serve: serveWorker });
  await expectWholeFlow(started.flow);
});

/** Allows, denies, and opens a wrong link, as a user in a browser. */
async function expectWholeFlow(flow: ConsentFlow): Promise<void> {
  const page = await openTab();
  await page.goto(flow.startUrl());
  expect(await headingOf(page)).toBe("Allow The shop?");
  const address = page.url();
  await decide(page, "Allow");
  expect(await headingOf(page)).toBe("Returned");
  const { searchParams } = new URL(page.url());
  expect([searchParams.get("state"), searchParams.has("code")]).toEqual(["xyz", true]);
  await page.goto(flow.startUrl());
  await decide(page, "Deny");
  expect(new URL(page.url()).search).toBe("?error=access_denied&state=xyz");
  const response = await page.goto(`${address}&state=second`);
  expect([response?.status(), await headingOf(page)]).toEqual([400, "This link does not work"]);
  expect(response?.headers()["content-security-policy"]).toContain("default-src 'none'");
  expect([grants(flow), flow.errors]).toEqual([1, []]);
}
