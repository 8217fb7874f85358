// Runs both services as programs, and calls them over HTTP.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createGateway } from "@tyk-oauth/sdk/testing";
import type { ListeningGateway } from "@tyk-oauth/sdk/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const serviceToken = "planted-token-of-the-service";
const programs = ["express-service.ts", "nest-service/dist/nest-service/main.js"];
const patience = { timeout: 30_000 };

describe.each(programs)("%s", (program) => {
  const setup = { apis: ["orders"], policies: { gold: ["orders"] } };
  // Without a list of hashed keys no cut-off is proved.
  const gateway = createGateway({ ...setup, listHashedKeys: true });
  const ref = { apiId: "orders", clientId: "toys" };
  let running: ListeningGateway;
  let service: ChildProcess;
  let url = "";
  let output = "";

  beforeAll(async () => {
    running = await gateway.listen({ port: 0 });
    service = spawn(process.execPath, [fileURLToPath(new URL(program, import.meta.url))], {
      env: {
        ...process.env,
        PORT: "0",
        API_ID: "orders",
        SERVICE_TOKEN: serviceToken,
        TYK_GATEWAY_URL: running.url,
        TYK_GATEWAY_SECRET: gateway.secret,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    service.stderr?.on("data", (data) => (output += String(data)));
    url = await new Promise((resolve, reject) => {
      service.once("exit", () => {
        reject(new Error(`the service ended: ${output}`));
      });
      createInterface({ input: service.stdout ?? process.stdin }).on("line", (line) => {
        output += line;
        const port = /^listening on (\d+)$/.exec(line)?.[1];
        if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
      });
    });
  });
  beforeEach(async () => {
    gateway.reset();
    const redirect_uri = "https://toys.example/cb";
    const body = { client_id: "toys", api_id: "orders", policy_id: "gold", redirect_uri };
    await gateway.client().clients.create(body);
  });
  afterAll(async () => {
    service.kill("SIGKILL");
    await running.close();
  });

  const post = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}/clients/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${serviceToken}` },
      ...init,
    });
  const secretOf = async (): Promise<string | undefined> =>
    (await gateway.client().clients.get(ref)).secret;
  const isReceived = (operation: string): boolean =>
    gateway.requests.some((request) => request.operation === operation);

  test("rotates a secret", async () => {
    const before = await secretOf();

    const response = await post("toys/rotate");

    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({ client_id: "toys", secret: await secretOf() });
    expect(await secretOf()).not.toBe(before);
  });

  test("cuts a client off, and returns the report without secrets", async () => {
    const before = await secretOf();
    const authorization = `Basic ${btoa(`toys:${before}`)}`;
    const { access_token } = await gateway
      .client()
      .raw.oauthToken(
        { path: { listenPath: "/orders/" }, body: { grant_type: "client_credentials" } },
        { headers: { authorization } },
      );

    const response = await post("toys/cut-off");

    expect(response.status).toBe(200);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      kind: "cut-off",
      secrets: [{ apiId: "orders", secret: "replaced" }],
      apis: [{ apiId: "orders", ended: 1 }],
    });
    for (const secret of [access_token, before, await secretOf()])
      expect(text).not.toContain(secret);
    expect(await secretOf()).not.toBe(before);
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await fetch(`${running.url}/orders/`, { headers })).status).toBe(403);
  });

  test("reports a cut-off that is not proved", async () => {
    const message = "Hashed key listing is disabled in config (enable_hashed_keys_listing)";
    const response404 = { status: 404, body: { status: "error", message } };
    gateway.fail({ operation: "listKeys" }, response404, Infinity);

    const response = await post("toys/cut-off");

    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({
      error: "incomplete",
      report: { kind: "cut-off", secrets: [{ apiId: "orders", secret: "replaced" }] },
    });
  });

  test.each(["rotate", "cut-off"])(
    "%s refuses callers without the token, and changes nothing",
    async (action) => {
      const before = await secretOf();

      for (const authorization of ["", "Bearer wrong", `Bearer ${serviceToken}x`]) {
        const response = await post(`toys/${action}`, { headers: { authorization } });
        expect(response.status).toBe(401);
        expect(await response.json()).toEqual({ error: "unauthorized" });
      }

      expect(await secretOf()).toBe(before);
    },
  );

  test("maps errors to statuses, without messages", async () => {
    const path = await fetch(`${url}/nothing`);
    expect(path.status).toBe(404);
    expect(await path.json()).toEqual({ error: "unknown-path" });

    const unknown = await post("nobody/rotate");
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toEqual({ error: "not-found", outcome: "not-sent" });

    expect((await post("..%2F/rotate")).status).toBe(400);

    gateway.fail({}, { status: 403, body: "" }, Infinity);
    const refused = await post("toys/rotate");
    expect(refused.status).toBe(500);
    expect(await refused.text()).not.toMatch(/127\.0\.0\.1|secret/);
  });

  test("aborts a rotation if the caller leaves before it is sent", async () => {
    const before = await secretOf();
    gateway.fail({ method: "GET" }, { delayMs: 600_000 });
    const caller = new AbortController();
    const sent = gateway.requests.length;

    const call = post("toys/rotate", { signal: caller.signal });
    const left = expect(call).rejects.toThrow();
    await expect.poll(() => gateway.requests.length, patience).toBeGreaterThan(sent);
    caller.abort();

    await left;
    await expect.poll(() => output, patience).toContain('"code":"aborted"');
    expect(await secretOf()).toBe(before);
  });

  test("reports its health", async () => {
    const healthy = await fetch(`${url}/health`);
    expect(healthy.status).toBe(200);
    expect(await healthy.json()).toEqual({ status: "pass" });
    const hello = { status: "fail", version: "5.14.0", description: "Tyk GW", details: {} };
    gateway.fail({ operation: "hello" }, { status: 200, body: hello });
    expect((await fetch(`${url}/health`)).status).toBe(503);
    gateway.fail({}, "drop", Infinity);
    expect((await fetch(`${url}/health`)).status).toBe(502);
  });

  // The NestJS service has no metrics.
  test.runIf(program === "express-service.ts")("serves metrics", async () => {
    await post("toys/rotate");
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toMatch(
      /tyk_response_seconds_count\{operation="rotateOAuthClient",status="200"\} /,
    );
  });

  // The last test: it ends the service.
  test("finishes at SIGTERM what is in flight, and printed no secret", async () => {
    const ended = once(service, "exit");
    gateway.fail({ operation: "rotateOAuthClient" }, { delayMs: 2_000 });

    const call = post("toys/rotate");
    const finished = expect(call.then(({ status }) => status)).resolves.toBe(200);
    await expect.poll(() => isReceived("rotateOAuthClient"), patience).toBe(true);
    service.kill("SIGTERM");

    await finished;
    expect(await ended).toEqual([0, null]);
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    for (const secret of [gateway.secret, serviceToken, (await secretOf()) ?? ""])
      expect(output).not.toContain(secret);
  });
});
