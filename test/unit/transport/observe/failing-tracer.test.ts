import { describe, expect, test } from "vitest";
import type { TykTracer } from "../../../../src/index.ts";
import { json } from "../../../support/network/fake-fetch.ts";
import { clientWithReplies, newClient } from "../../../support/client/client.ts";
import { failure } from "../../../support/util/failure.ts";
import { client } from "../../../support/samples/samples.ts";

const ref = { apiId: "orders", clientId: "shop-web" };

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
    "rejects everything": {
      startActiveSpan: (_, __, run) => {
        const rejects = (): unknown => Promise.reject(bad);
        return run({ setAttributes: rejects, setStatus: rejects, end: rejects });
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
    // A rejection that nothing handles would be reported by now.
    await new Promise((resolve) => setTimeout(resolve, 0));
  });

  test.each([7, {}, { startActiveSpan: 7 }])("is rejected if it is no tracer: %j", (own) => {
    expect(() => newClient({ tracer: own as TykTracer })).toThrow(
      "tracer must have a method startActiveSpan",
    );
  });
});
