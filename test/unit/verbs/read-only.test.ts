import { describe, expect, test } from "vitest";
import { TykConfigError } from "../../../src/index.ts";
import type { TykOAuthOptions } from "../../../src/index.ts";
import { operations } from "../../../src/operations/operations.ts";
import { readingMethods, writingMethods } from "../../support/client/all-methods.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies, newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { callRaw, operationIds, samples } from "../../support/samples/samples.ts";
import { saying } from "../../support/util/saying.ts";

/** A fetch that keeps the methods of what it is asked, and answers nothing that anybody could use. */
function methods(): { fetch: TykOAuthOptions["fetch"]; asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    fetch: (_, { method }) => {
      asked.push(method);
      return Promise.resolve(Response.json(null));
    },
  };
}

describe("a read-only client", () => {
  test.each(Object.entries(writingMethods))("rejects %s before any request", async (name, call) => {
    const { fetch, asked } = methods();
    const error = await failure(call(newClient({ readOnly: true, fetch })));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error).toMatchObject({
      operation: name,
      outcome: "not-sent",
      attempts: 0,
      message: saying(`${name}: this client is readOnly, and this method changes the gateway`),
      steps: [],
    });
    expect(asked).toEqual([]);
  });

  test.each(Object.entries(writingMethods))(
    "rejects %s as any client does if the input is wrong",
    async (name, call) => {
      const tyk = newClient({ readOnly: true, fetch: methods().fetch });
      expect(await failure(call(tyk, { timeoutMs: -1 }))).toMatchObject({
        code: "input",
        operation: name,
        field: "timeoutMs",
      });
    },
  );

  test.each(Object.entries(readingMethods))("allows %s", async (_, call) => {
    const { fetch, asked } = methods();
    await Promise.allSettled([call(newClient({ readOnly: true, fetch, maxRetries: 0 }))]);
    expect(asked.length).toBeGreaterThan(0);
    expect([...new Set(asked)]).toEqual(["GET"]);
  });

  test("can be a copy of a client that is not read-only, and the reverse", async () => {
    const { tyk, sent } = clientWithReplies([json(samples.purgeOAuthTokens.answer)]);
    const copy = tyk.withOptions({ readOnly: true });
    expect((await failure(copy.tokens.purgeLapsed())).code).toBe("config");
    const again = copy.withOptions({ timeoutMs: 500, readOnly: undefined });
    expect((await failure(again.tokens.purgeLapsed())).code).toBe("config");
    expect(sent).toEqual([]);
    await copy.withOptions({ readOnly: false }).tokens.purgeLapsed();
    expect(sent).toHaveLength(1);
  });
});

describe("tyk.raw of a read-only client", () => {
  const changing = operationIds.filter((id) => operations[id].retry !== "read");
  const looking = operationIds.filter((id) => operations[id].retry === "read");

  test("classifies exactly the operations that are not GET as changing", () => {
    expect(changing).toEqual(operationIds.filter((id) => operations[id].method !== "GET"));
  });

  test.each([
    ["readOnly", { readOnly: true }],
    ["dryRun", { dryRun: true }],
    ["dryRun", { readOnly: true, dryRun: true }],
  ] as const)("rejects changing operations, and names %s", async (option, options) => {
    for (const id of changing) {
      const { tyk, sent } = clientWithReplies([], options);
      const error = await failure(callRaw(tyk.raw, id));
      expect(error).toBeInstanceOf(TykConfigError);
      expect(error).toMatchObject({
        operation: id,
        outcome: "not-sent",
        attempts: 0,
        message: saying(`${id}: this client is ${option}, and this operation changes the gateway`),
      });
      expect(sent).toEqual([]);
    }
  });

  test.each(looking)("allows %s", async (id) => {
    const { success } = operations[id];
    const { answer } = samples[id];
    const reply = (): Response =>
      success === 307 ? new Response(null, { status: 307 }) : Response.json(answer);
    for (const options of [{ readOnly: true }, { dryRun: true }]) {
      const { tyk, sent } = clientWithReplies([reply], options);
      expect(await callRaw(tyk.raw, id)).toEqual(answer);
      expect(sent).toHaveLength(1);
    }
  });
});
