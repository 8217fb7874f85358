import { describe, expect, test } from "vitest";
import { createResponseInfo, responseInfoOf } from "../../../src/transport/response-info.ts";
import { RawHeaders } from "../../../src/util/raw-headers.ts";
import type { Reply } from "../../support/network/fake-fetch.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { TestRuntime } from "../../support/client/test-runtime.ts";
import { api } from "../../support/samples/samples.ts";

const ref = { apiId: "orders" };

/** A reply whose head takes some time, and its body some more. */
function slow(
  runtime: TestRuntime,
  body: unknown,
  status: number,
  headMs: number,
  bodyMs: number,
): Reply {
  return () => {
    runtime.time += headMs;
    const stream = new ReadableStream(
      {
        pull: (controller) => {
          runtime.time += bodyMs;
          controller.enqueue(new TextEncoder().encode(JSON.stringify(body)));
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { "content-type": "application/json", date: "Thu, 01 Jan 2026 00:00:07 GMT" };
    return new Response(stream, { status, headers });
  };
}

describe("durationMs of a response", () => {
  test("is the time from sending to the end of the body", async () => {
    const runtime = new TestRuntime();
    const { tyk } = clientWithReplies([slow(runtime, api, 200, 6_000, 1_500)], {}, runtime);
    const { response } = await tyk.apis.get(ref).withResponse();
    expect(response).toMatchObject({ status: 200, attempts: 1, durationMs: 7_500 });
  });

  test("covers only the last attempt, without the waits", async () => {
    const runtime = new TestRuntime();
    const replies = [slow(runtime, {}, 503, 900, 0), slow(runtime, api, 200, 40, 2)];
    const { tyk } = clientWithReplies(replies, {}, runtime);
    const { response } = await tyk.apis.get(ref).withResponse();
    expect(response).toMatchObject({ attempts: 2, durationMs: 42 });
  });

  test("does not include the time of a hook", async () => {
    const runtime = new TestRuntime();
    const hooks = {
      onResponse: () => {
        runtime.time += 500;
      },
    };
    const { tyk } = clientWithReplies([slow(runtime, api, 200, 30, 0)], { hooks }, runtime);
    const { response } = await tyk.apis.get(ref).withResponse();
    expect(response.durationMs).toBe(30);
  });

  test("is never negative, even if the clock is set back", async () => {
    const runtime = new TestRuntime();
    const { tyk } = clientWithReplies([slow(runtime, api, 200, -60_000, 0)], {}, runtime);
    expect((await tyk.apis.get(ref).withResponse()).response.durationMs).toBe(0);
  });
});

describe("the response data of a refusal", () => {
  test("is kept beside the error, and not in it", async () => {
    const runtime = new TestRuntime();
    const reply = slow(runtime, { status: "error", message: "API not found" }, 404, 5_000, 7);
    const error = await failure(clientWithReplies([reply], {}, runtime).tyk.apis.get(ref));
    const info = responseInfoOf(error);
    expect(info).toMatchObject({ status: 404, attempts: 1, durationMs: 5_007 });
    expect(info?.headers.get("date")).toBe("Thu, 01 Jan 2026 00:00:07 GMT");
    expect(JSON.stringify(error)).not.toContain("2026");
  });

  test("is kept for a response that cannot be used too", async () => {
    const error = await failure(clientWithReplies([json(null)]).tyk.apis.get(ref));
    expect(responseInfoOf(error)).toMatchObject({ status: 200 });
  });

  test("is empty if no response came", async () => {
    const fetch = (): Promise<Response> => Promise.reject(new TypeError("fetch failed"));
    const error = await failure(clientWithReplies([], { fetch, maxRetries: 0 }).tyk.apis.get(ref));
    expect(responseInfoOf(error)).toBeUndefined();
  });
});

test("a result's response has its headers as a field, also when it is copied", () => {
  const info = createResponseInfo(200, new RawHeaders(["Date", "now"]), 1, 5);
  expect({ ...info }).toEqual({
    status: 200,
    headers: new Headers({ date: "now" }),
    attempts: 1,
    durationMs: 5,
  });
  expect(info.headers).toBe(info.headers);
  const headers = new Headers();
  expect(createResponseInfo(200, headers, 1, 5).headers).toBe(headers);
});
