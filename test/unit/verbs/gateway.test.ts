import { describe, expect, test } from "vitest";
import { json } from "../support/capture.ts";
import { clientOn } from "../support/client.ts";
import { samples } from "../support/samples.ts";

describe("gateway.info", () => {
  test("reads the health, without the secret", async () => {
    const { tyk, sent } = clientOn([json(samples.hello.answer)]);
    const { data, steps } = await tyk.gateway.info().withResponse();
    expect(data).toEqual(samples.hello.answer);
    expect(steps).toEqual([{ operation: "hello", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: "/hello" }]);
    expect(Object.keys(sent[0]?.headers ?? {})).not.toContain("x-tyk-authorization");
  });
});
