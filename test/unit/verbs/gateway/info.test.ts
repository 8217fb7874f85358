import { describe, expect, test } from "vitest";
import { TykRouteError } from "../../../../src/index.ts";
import { json, noRoute, text } from "../../../support/network/fake-fetch.ts";
import type { Reply } from "../../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../../support/client/client.ts";
import { failure } from "../../../support/util/failure.ts";
import { samples } from "../../../support/samples/samples.ts";

describe("gateway.info", () => {
  test("reads the health without sending the secret", async () => {
    const { tyk, sent } = clientWithReplies([json(samples.hello.answer)]);
    const { data, steps } = await tyk.gateway.info().withResponse();
    expect(data).toEqual(samples.hello.answer);
    expect(steps).toEqual([{ operation: "hello", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: "/hello" }]);
    expect(Object.keys(sent[0]?.headers ?? {})).not.toContain("x-tyk-authorization");
  });
});

describe("gateway.info if /hello is not served", () => {
  test.each<[string, Reply]>([
    ["a 404 in plain text", noRoute()],
    ["a 404 from a separate control port", text("Not Found", 404)],
    ["a 404 from an API with this path", json({ status: "error", message: "Key not found" }, 404)],
  ])("%s names the address that serves it", async (_, reply) => {
    const { tyk } = clientWithReplies([reply]);
    const error = await failure(tyk.gateway.info());
    expect(error).toBeInstanceOf(TykRouteError);
    expect(error).toMatchObject({
      code: "route",
      status: 404,
      operation: "gateway.info",
      attempts: 1,
      outcome: "refused",
      steps: [{ operation: "hello", outcome: "refused" }],
    });
    expect(error.message).toBe(
      "gateway.info: the gateway does not serve /hello at this address (404): its health_check_endpoint_name may give the endpoint another name, or the endpoint is on the APIs' port, as before 3.2",
    );
  });

  test("passes on any other failure", async () => {
    const { tyk } = clientWithReplies([json({}, 503)], { maxRetries: 0 });
    expect(await failure(tyk.gateway.info())).toMatchObject({ code: "server", operation: "hello" });
  });
});
