import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { SpanKind, SpanStatusCode, context, propagation, trace } from "@opentelemetry/api";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { json, networkError, reject, text } from "../../../support/network/fake-fetch.ts";
import type { Reply } from "../../../support/network/fake-fetch.ts";
import { clientWithReplies, newClient } from "../../../support/client/client.ts";
import { TestRuntime } from "../../../support/client/test-runtime.ts";
import { failure } from "../../../support/util/failure.ts";
import { client } from "../../../support/samples/samples.ts";

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
// Registered for its context manager, without which no span has a parent.
provider.register();
const tracer = provider.getTracer("test");

const ref = { apiId: "orders", clientId: "shop-web" };
const path = { apiID: "orders", keyName: "shop-web" };
const template = "/tyk/oauth/clients/{apiID}/{keyName}";
/** The attributes that the span of an attempt starts with. */
const request = {
  "http.request.method": "GET",
  "server.address": "gateway.example",
  "server.port": 8080,
  "url.template": template,
  "tyk.operation": "getOAuthClient",
};
const htmlAsJson = { "content-type": "application/json" };

beforeEach(() => {
  exporter.reset();
});
afterAll(() => provider.shutdown());

function spans(): ReadableSpan[] {
  return exporter.getFinishedSpans();
}

function idOf(span: ReadableSpan | undefined): string | undefined {
  return span?.spanContext().spanId;
}

function parentOf(span: ReadableSpan | undefined): string | undefined {
  return span?.parentSpanContext?.spanId;
}

describe("a tracer of OpenTelemetry", () => {
  test("gets a span for each method, and directly within it one for each attempt", async () => {
    const { tyk } = clientWithReplies([json({}, 503), json(client)], { tracer });
    await tyk.clients.get(ref);
    const [first, second, methodSpan, ...others] = spans();
    expect(others).toEqual([]);
    expect(methodSpan).toMatchObject({
      name: "clients.get",
      kind: SpanKind.INTERNAL,
      attributes: { "tyk.method": "clients.get" },
      status: { code: SpanStatusCode.UNSET },
    });
    expect(first).toMatchObject({
      name: `GET ${template}`,
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.ERROR },
    });
    expect(first?.attributes).toEqual({
      ...request,
      "http.response.status_code": 503,
      "error.type": "server",
    });
    expect(second).toMatchObject({
      name: `GET ${template}`,
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
    });
    expect(second?.attributes).toEqual({
      ...request,
      "http.response.status_code": 200,
      "http.request.resend_count": 1,
    });
    for (const attempt of [first, second]) expect(parentOf(attempt)).toBe(idOf(methodSpan));
  });

  test("gets a span for each call of tyk.raw too, also if it fails before any request", async () => {
    const { tyk } = clientWithReplies([json(client)], { tracer });
    await tyk.raw.getOAuthClient({ path });
    await failure(tyk.raw.getOAuthClient({ path: { ...path, keyName: ".." } }));
    const [attempt, operation, refused, ...others] = spans();
    expect(others).toEqual([]);
    expect(operation).toMatchObject({ name: "getOAuthClient", kind: SpanKind.INTERNAL });
    expect(operation?.attributes).toEqual({ "tyk.operation": "getOAuthClient" });
    expect(parentOf(attempt)).toBe(idOf(operation));
    expect(refused?.attributes).toEqual({
      "tyk.operation": "getOAuthClient",
      "error.type": "input",
    });
  });

  test("counts the request that was sent again with a new secret", async () => {
    const secrets = ["old", "new"];
    const secret = (): string => secrets.shift() ?? "";
    const refused = json(
      { status: "error", message: "Attempted administrative access with invalid or missing key!" },
      403,
    );
    const { tyk } = clientWithReplies([refused, json(client)], { tracer, secret });
    await tyk.raw.getOAuthClient({ path });
    expect(spans().map(({ attributes }) => attributes["http.request.resend_count"])).toEqual([
      undefined,
      1,
      undefined,
    ]);
  });

  test("gets the code of an error, and nothing else", async () => {
    const { tyk } = clientWithReplies([reject(networkError("ECONNRESET"))], { tracer });
    const error = await failure(tyk.raw.rotateOAuthClient({ path }));
    const [attempt, operation] = spans();
    for (const span of [attempt, operation]) {
      expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
      expect(span?.events).toEqual([]);
    }
    expect(attempt?.attributes).toEqual({
      ...request,
      "tyk.operation": "rotateOAuthClient",
      "http.request.method": "PUT",
      "url.template": `${template}/rotate`,
      "error.type": error.code,
    });
  });

  test.each<[string, Reply, string | undefined]>([
    ["a refusal", json(null, 404), "not-found"],
    ["a redirect", text("", 302, { location: "https://other.example/" }), "redirect"],
    ["a success that is unusable", text("<html>", 200, htmlAsJson), "invalid-json"],
    ["a success", json(client), undefined],
  ])("gets the status of %s", async (_, reply, code) => {
    const { tyk } = clientWithReplies([reply], { tracer, maxRetries: 0 });
    await Promise.allSettled([tyk.raw.getOAuthClient({ path })]);
    const [attempt] = spans();
    expect(attempt?.attributes["error.type"]).toBe(code);
    expect(attempt?.status.code).toBe(code === undefined ? 0 : SpanStatusCode.ERROR);
  });

  test("gets no error for a redirect that is the operation's success", async () => {
    const redirect = text("", 307, { location: "https://login.example/" });
    const { tyk } = clientWithReplies([redirect], { tracer });
    await tyk.raw.oauthAuthorize({
      path: { listenPath: "/orders/", apiBaseUrl: "https://apis.example" },
      query: { response_type: "code", client_id: "shop-web" },
    });
    const [attempt] = spans();
    expect(attempt?.status.code).toBe(SpanStatusCode.UNSET);
    expect(attempt?.attributes).toMatchObject({
      "server.address": "apis.example",
      "server.port": 443,
      "http.response.status_code": 307,
    });
  });

  test("gets a span of an attempt only for a request that was sent", async () => {
    const secret = (): never => {
      throw new Error("no vault");
    };
    const { tyk, sent } = clientWithReplies([], { tracer, secret });
    await failure(tyk.clients.get(ref));
    expect(sent).toEqual([]);
    expect(spans().map(({ name }) => name)).toEqual(["clients.get"]);
  });

  test("has the span of the attempt active while fetch runs, inside the caller's span", async () => {
    let active: string | undefined;
    const fetch = async (): Promise<Response> => {
      await Promise.resolve();
      active = trace.getActiveSpan()?.spanContext().spanId;
      return Response.json(client);
    };
    const tyk = newClient({ tracer, fetch });
    await tracer.startActiveSpan("caller", async (span) => {
      await tyk.clients.get(ref);
      expect(trace.getActiveSpan()).toBe(span);
      span.end();
    });
    const [attempt, methodSpan, caller] = spans();
    expect(active).toBe(idOf(attempt));
    expect(parentOf(methodSpan)).toBe(idOf(caller));
  });

  test("lets a fetch send the context of the attempt to the gateway", async () => {
    const { tyk, sent, fetch } = clientWithReplies([json(client)]);
    const propagating = tyk.withOptions({
      tracer,
      fetch: (url, init) => {
        propagation.inject(context.active(), init.headers);
        return fetch(url, init);
      },
    });
    await propagating.clients.get(ref);
    const [attempt] = spans();
    expect(sent[0]?.headers["traceparent"]).toContain(`-${idOf(attempt)}-`);
  });

  test("keeps the parent of a call that waits for the slot of another", async () => {
    const { tyk } = clientWithReplies([json(client), json(client)], { tracer, maxConcurrency: 1 });
    await Promise.all([tyk.clients.get(ref), tyk.clients.get(ref)]);
    const attempts = spans().filter(({ kind }) => kind === SpanKind.CLIENT);
    const methods = spans().filter(({ kind }) => kind === SpanKind.INTERNAL);
    expect(methods).toHaveLength(2);
    expect(attempts.map(parentOf).sort()).toEqual(methods.map(idOf).sort());
  });

  test("has a word for an error that is not foreseen", async () => {
    const runtime = new TestRuntime();
    runtime.now = () => {
      throw new Error("no clock");
    };
    const { tyk } = clientWithReplies([json(client)], { tracer }, runtime);
    await failure(tyk.raw.getOAuthClient({ path }));
    const [attempt, operation] = spans();
    expect(attempt?.attributes["error.type"]).toBe("_OTHER");
    expect(operation?.attributes["error.type"]).toBe("connection");
  });

  test("gets no secret, token or id of a call", async () => {
    const { tyk } = clientWithReplies([json({ status: "error", message: "no t0ken-9" }, 400)], {
      tracer,
    });
    const keyName = "refresh-t0ken-9";
    await failure(tyk.raw.invalidateOAuthRefresh({ path: { keyName }, query: { api_id: "o" } }));
    const told = JSON.stringify(
      spans().map(({ name, attributes, events, status }) => [name, attributes, events, status]),
    );
    expect(told).not.toContain("t0ken-9");
    expect(told).not.toContain("lab-admin-secret");
  });

  test("gets the span of a method that fails before any request", async () => {
    await failure(newClient({ tracer }).clients.get({ ...ref, clientId: ".." }));
    expect(spans()).toMatchObject([
      { name: "clients.get", attributes: { "error.type": "input" }, status: { code: 2 } },
    ]);
  });
});
