import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TykConflictError } from "../../../src/index.ts";
import type { TykOutcome } from "../../../src/index.ts";
import type { MethodContext } from "../../../src/verbs/method-context.ts";
import { json, networkError, reject } from "../../support/network/fake-fetch.ts";
import type { Reply } from "../../support/network/fake-fetch.ts";
import { failure } from "../../support/util/failure.ts";
import { client } from "../../support/samples/samples.ts";
import { createMethodHarness } from "../../support/client/method-harness.ts";

const path = { apiID: "orders", keyName: "shop-web" };
const about = { apiId: "orders" };

/** A reply of each outcome that a failed request can have. */
const failing: Record<TykOutcome, Reply> = {
  "not-sent": reject(networkError("ECONNREFUSED")),
  refused: json({ status: "error", message: "no" }, 400),
  unknown: reject(networkError("ECONNRESET")),
  applied: json(null),
};
const fine = json(client);
const outcomes = Object.keys(failing) as TykOutcome[];

/** The outcome of a failed read: it changes nothing, also if its response was lost. */
function ofRead(outcome: TykOutcome): TykOutcome {
  return outcome === "refused" ? "refused" : "not-sent";
}

function readClient(context: MethodContext): Promise<unknown> {
  return context.read("getOAuthClient", { path }, about);
}

function write(context: MethodContext): Promise<unknown> {
  return context.write("rotateOAuthClient", { path }, about, client);
}

describe("the outcome of a writing method", () => {
  test.each(outcomes)("is not-sent if a read before the write fails as %s", async (outcome) => {
    const { run } = createMethodHarness([failing[outcome]]);
    const error = await failure(
      run((context) => {
        context.startWriting();
        return readClient(context);
      }),
    );
    expect(error).toMatchObject({ outcome: "not-sent", operation: "getOAuthClient" });
    expect(error.mayHaveBeenApplied).toBe(false);
    // The step says what is known of the read itself.
    const step = { apiId: "orders", operation: "getOAuthClient", outcome: ofRead(outcome) };
    expect(error.steps).toEqual([step]);
  });

  test.each(outcomes)("is %s if the write is", async (outcome) => {
    const { run } = createMethodHarness([fine, failing[outcome]]);
    const error = await failure(
      run(async (context) => {
        context.startWriting();
        await readClient(context);
        await write(context);
      }),
    );
    expect(error).toMatchObject({
      outcome,
      operation: "rotateOAuthClient",
      steps: [
        { apiId: "orders", operation: "getOAuthClient", outcome: "applied" },
        { apiId: "orders", operation: "rotateOAuthClient", outcome },
      ],
    });
  });

  test.each(outcomes)("is applied if the read after the write fails as %s", async (outcome) => {
    const { run } = createMethodHarness([fine, failing[outcome]]);
    const error = await failure(
      run(async (context) => {
        context.startWriting();
        await write(context);
        await readClient(context);
      }),
    );
    expect(error).toMatchObject({ outcome: "applied", operation: "getOAuthClient" });
    expect(error.steps.map((step) => step.outcome)).toEqual(["applied", ofRead(outcome)]);
  });

  test("is also in an error of the method's own, unless that error has a more exact one", async () => {
    const fails = async (reply: Reply, outcome: TykOutcome): Promise<TykOutcome> => {
      const { run } = createMethodHarness([reply]);
      const error = await failure(
        run(async (context) => {
          context.startWriting();
          await write(context).catch(() => undefined);
          throw new TykConflictError("somebody else", { outcome });
        }),
      );
      return error.outcome;
    };
    expect(await fails(fine, "not-sent")).toBe("applied");
    expect(await fails(failing.unknown, "refused")).toBe("unknown");
    expect(await fails(failing.refused, "applied")).toBe("applied");
  });

  test("is the strongest outcome of its writes, whatever its reads say, in any order", async () => {
    const kind = fc.constantFrom("read" as const, "write" as const);
    const step = fc.record({ kind, outcome: fc.constantFrom(...outcomes, "fine" as const) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const replies = steps.map(({ outcome }) => (outcome === "fine" ? fine : failing[outcome]));
        const { run } = createMethodHarness(replies);
        const error = await failure(
          run(async (context) => {
            context.startWriting();
            let last: unknown = new TykConflictError("nothing failed");
            for (const { kind: what } of steps) {
              await (what === "read" ? readClient(context) : write(context)).catch(
                (one: unknown) => {
                  last = one;
                },
              );
            }
            throw last as Error;
          }),
        );
        const written = steps
          .filter(({ kind: what }) => what === "write")
          .map(({ outcome }) => (outcome === "fine" ? "applied" : outcome));
        const strongest = (["applied", "unknown", "refused"] as const).find((one) =>
          written.includes(one),
        );
        expect(error.outcome).toBe(strongest ?? "not-sent");
        expect(error.steps.map(({ outcome }) => outcome)).toEqual(
          steps.map(({ kind: what, outcome }) => {
            if (outcome === "fine") return "applied";
            return what === "read" ? ofRead(outcome) : outcome;
          }),
        );
      }),
    );
  });
});

describe("a response that a method cannot use", () => {
  test.each(outcomes)("does not change the outcome of its write, which is %s", async (outcome) => {
    const { run } = createMethodHarness([failing[outcome], fine]);
    const error = await failure(
      run(async (context) => {
        context.startWriting();
        await write(context).catch(() => undefined);
        await readClient(context);
        throw context.createSchemaError("the gateway answered with another client");
      }),
    );
    expect(error).toMatchObject({ code: "schema", outcome });
  });
});

describe("a part of a method", () => {
  test.each(outcomes)("has its own outcome if its write is %s", async (outcome) => {
    const { run } = createMethodHarness([fine, failing[outcome], fine]);
    const parts = await run(async (context) => {
      context.startWriting();
      const first = await context.part(() => write(context));
      const second = await context.part(() => write(context));
      const third = await context.part(() => readClient(context));
      expect(context.changeOutcome).toBe("applied");
      return [first, second, third];
    });
    expect(parts).toMatchObject([
      { data: client, outcome: "applied" },
      { error: { operation: "rotateOAuthClient", outcome }, outcome },
      { data: client, outcome: "not-sent" },
    ]);
  });

  test("has the strongest outcome of its writes and of its own error", async () => {
    const { run } = createMethodHarness([failing.unknown, failing.refused, failing.unknown]);
    const parts = await run(async (context) => {
      context.startWriting();
      const made = await context.part(async () => {
        await write(context).catch(() => undefined);
        await write(context);
      });
      const own = await context.part(async () => {
        await write(context).catch(() => undefined);
        throw new TykConflictError("somebody else", { outcome: "applied" });
      });
      return [made, own];
    });
    expect(parts).toMatchObject([
      { error: { code: "bad-request" }, outcome: "unknown" },
      { error: { code: "conflict" }, outcome: "applied" },
    ]);
  });

  test("leaves the method with the strongest outcome of all parts, also if it ends the method", async () => {
    const secretGone = json(
      {
        status: "error",
        message: "Attempted administrative access with invalid or missing key!",
      },
      403,
    );
    const { run } = createMethodHarness([failing.unknown, failing.refused, secretGone]);
    const error = await failure(
      run(async (context) => {
        context.startWriting();
        await context.part(() => write(context));
        await context.part(() => write(context));
        expect(context.changeOutcome).toBe("unknown");
        await context.part(() => write(context));
      }),
    );
    expect(error).toMatchObject({ code: "authentication", outcome: "unknown" });
    expect(error.steps).toHaveLength(3);
  });

  test("does not use an error that is not the package's", async () => {
    const { run } = createMethodHarness();
    const foreign = new Error("no");
    let seen: unknown;
    await run(async (context) => {
      await context.part(() => Promise.reject(foreign)).catch((error: unknown) => (seen = error));
    });
    expect(seen).toBe(foreign);
  });
});

describe("the outcome of a reading method", () => {
  test.each(outcomes)("is that of a read if its request's is %s", async (outcome) => {
    const { run } = createMethodHarness([failing[outcome]]);
    const error = await failure(run(readClient));
    expect([error.outcome, error.mayHaveBeenApplied]).toEqual([ofRead(outcome), false]);
  });
});

describe("a method that continues after it was ended", () => {
  test("is not interrupted, and keeps its steps with the earlier ones", async () => {
    const stop = new AbortController();
    const { run, sent } = createMethodHarness([fine, fine, failing.unknown]);
    const error = await failure(
      run(
        async (context) => {
          context.startWriting();
          await write(context);
          stop.abort();
          await failure(readClient(context));
          const detached = context.withoutSignal();
          await readClient(detached);
          await failure(write(detached));
          throw new TykConflictError("undone");
        },
        { signal: stop.signal, headers: { "x-team": "a" } },
      ),
    );
    expect(sent.map(({ method }) => method)).toEqual(["PUT", "GET", "PUT"]);
    for (const { headers } of sent) expect(headers).toMatchObject({ "x-team": "a" });
    expect(error.steps.map(({ operation, outcome }) => [operation, outcome])).toEqual([
      ["rotateOAuthClient", "applied"],
      ["getOAuthClient", "not-sent"],
      ["getOAuthClient", "applied"],
      ["rotateOAuthClient", "unknown"],
    ]);
  });

  test("still writes, so its reads do not decide the outcome", async () => {
    const { context } = createMethodHarness([failing.unknown]);
    const error = await failure(readClient(context.withoutSignal()));
    expect(error.outcome).toBe("not-sent");
  });

  test("reports its progress", async () => {
    const told: unknown[] = [];
    const onProgress = (one: unknown): void => {
      told.push(one);
    };
    await createMethodHarness().run(
      (context) => {
        context.withoutSignal().progress("look", 1, 2);
        return Promise.resolve();
      },
      { onProgress },
    );
    expect(told).toEqual([{ phase: "look", done: 1, total: 2 }]);
  });
});
