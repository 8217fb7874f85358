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

describe.each(programs)("%s", (program) => {
  const gateway = createGateway({ apis: ["orders"], policies: { gold: ["orders"] } });
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

  const rotate = (clientId: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}/clients/${clientId}/rotate`, {
      method: "POST",
      headers: { authorization: `Bearer ${serviceToken}` },
      ...init,
    });
  const secretOf = async (): Promise<string | undefined> =>
    (await gateway.client().clients.get({ apiId: "orders", clientId: "toys" })).secret;

  test("rotates a secret", async () => {
    const before = await secretOf();

    const response = await rotate("toys");

    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({ client_id: "toys", secret: await secretOf() });
    expect(await secretOf()).not.toBe(before);
  });

  test("refuses callers without the token, and changes nothing", async () => {
    const before = await secretOf();

    for (const authorization of ["", "Bearer wrong", `Bearer ${serviceToken}x`])
      expect((await rotate("toys", { headers: { authorization } })).status).toBe(401);

    expect(await secretOf()).toBe(before);
  });

  test("maps errors to statuses, without messages", async () => {
    const unknown = await rotate("nobody");
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toEqual({ error: "not-found", outcome: "not-sent" });

    expect((await rotate("..%2F")).status).toBe(400);

    gateway.fail({}, { status: 403, body: "" }, Infinity);
    const refused = await rotate("toys");
    expect(refused.status).toBe(500);
    expect(await refused.text()).not.toMatch(/127\.0\.0\.1|secret/);
  });

  test("aborts if the caller leaves", async () => {
    const before = await secretOf();
    gateway.fail({ method: "GET" }, { delayMs: 600_000 });
    const caller = new AbortController();
    const sent = gateway.requests.length;

    const call = rotate("toys", { signal: caller.signal });
    await expect.poll(() => gateway.requests.length).toBeGreaterThan(sent);
    caller.abort();

    await expect(call).rejects.toThrow();
    await expect.poll(() => output).toContain('"code":"aborted"');
    expect(await secretOf()).toBe(before);
  });

  test("reports its health", async () => {
    expect((await fetch(`${url}/health`)).status).toBe(200);
    gateway.fail({}, "drop", Infinity);
    expect((await fetch(`${url}/health`)).status).toBe(502);
  });

  test.runIf(program === "express-service.ts")("serves metrics", async () => {
    await rotate("toys");
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toMatch(/tyk_response_seconds_count\{operation="rotateOAuthClient",status="200"} /);
  });

  test("ends at SIGTERM, and printed no secret", async () => {
    const ended = once(service, "exit");
    service.kill("SIGTERM");
    const [code, signal] = (await ended) as [number | null, string | null];
    expect(code === 0 || signal === "SIGTERM").toBe(true);
    for (const secret of [gateway.secret, serviceToken, (await secretOf()) ?? ""])
      expect(output).not.toContain(secret);
  });
});
