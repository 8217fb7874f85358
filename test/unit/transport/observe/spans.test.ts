import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { TykTracer } from "../../../../src/index.ts";
import { json, networkError, reject } from "../../../support/network/fake-fetch.ts";
import { clientWithReplies, newClient } from "../../../support/client/client.ts";
import { failure } from "../../../support/util/failure.ts";
import { client } from "../../../support/samples/samples.ts";

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
// Registered for its context manager, without which no span has a parent.
provider.register();
const tracer = provider.getTracer("test");

const ref = { apiId: "orders", clientId: "shop-web" };
const path = { apiID: "orders", keyName: "shop-web" };

beforeEach(() => {
  exporter.reset();
});
afterAll(() => provider.shutdown());

function spans(): ReadableSpan[] {
  return exporter.getFinishedSpans();
}

describe("a tracer of OpenTelemetry", () => {
  test("gets a span for each method, and within it one for each request with its retries", async () => {
    const { tyk } = clientWithReplies([json({}, 503), json(client)], { tracer });
    await tyk.clients.get(ref);
    const [request, methodSpan] = spans();
    expect(methodSpan).toMatchObject({
      name: "clients.get",
      kind: SpanKind.INTERNAL,
      attributes: { "tyk.verb": "clients.get" },
      status: { code: SpanStatusCode.UNSET },
    });
    expect(request).toMatchObject({
      name: "getOAuthClient",
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
    });
    expect(request?.attributes).toEqual({
      "tyk.operation": "getOAuthClient",
      "http.request.method": "GET",
      "url.template": "/tyk/oauth/clients/{apiID}/{keyName}",
      "http.response.status_code": 200,
      "http.request.resend_count": 1,
    });
    expect(request?.parentSpanContext?.spanId).toBe(methodSpan?.spanContext().spanId);
    expect(spans()).toHaveLength(2);
  });

  test("gets the code of an error, and nothing else", async () => {
    const { tyk } = clientWithReplies([reject(networkError("ECONNRESET"))], { tracer });
    const error = await failure(tyk.raw.rotateOAuthClient({ path }));
    const [request] = spans();
    expect(request?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(request?.attributes).toEqual({
      "tyk.operation": "rotateOAuthClient",
      "http.request.method": "PUT",
      "url.template": "/tyk/oauth/clients/{apiID}/{keyName}/rotate",
      "error.type": error.code,
    });
    expect(request?.events).toEqual([]);
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

describe("a tracer that fails", () => {
  const bad = new Error("the tracer's own");
  const span = {
    setAttributes: (): never => {
      throw bad;
    },
    setStatus: (): never => {
      throw bad;
    },
    end: (): never => {
      throw bad;
    },
  };
  const tracers: Record<string, TykTracer> = {
    "throws at once": {
      startActiveSpan: () => {
        throw bad;
      },
    },
    "throws after starting the work": {
      startActiveSpan: (_, __, run) => {
        run(span);
        throw bad;
      },
    },
    "does nothing": { startActiveSpan: () => undefined as never },
    "starts the work twice": {
      startActiveSpan: (_, __, run) => {
        run(span);
        return run(span);
      },
    },
    "returns a rejected promise": {
      startActiveSpan: (_, __, run) => {
        run(span);
        return Promise.reject(bad) as never;
      },
    },
  };

  test.each(Object.entries(tracers))("changes nothing if it %s", async (_, own) => {
    const { tyk, sent } = clientWithReplies([json(client), json(null, 404)], { tracer: own });
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(
      (await failure(tyk.raw.getOAuthClient({ path: { apiID: ref.apiId, keyName: ref.clientId } })))
        .code,
    ).toBe("not-found");
    expect(sent).toHaveLength(2);
  });

  test.each([7, {}, { startActiveSpan: 7 }])("is rejected if it is no tracer: %j", (own) => {
    expect(() => newClient({ tracer: own as TykTracer })).toThrow(
      "tracer must have a method startActiveSpan",
    );
  });
});
