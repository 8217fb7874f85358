import { describe, expect, test } from "vitest";
import { toFetchError } from "../../../src/node/fetch-error.ts";

describe("the error of the fetch", () => {
  test("has the message, code and syscall of Node's error, and nothing else", () => {
    const said = Object.assign(new Error("Parse Error"), {
      code: "HPE_INVALID_CONSTANT",
      rawPacket: "s3cret",
      reason: "s3cret",
    });
    const { message, cause } = toFetchError(said, true);
    expect(message).toBe("fetch failed");
    expect({ ...(cause as object) }).toEqual({ code: "HPE_INVALID_CONSTANT" });
    expect((cause as Error).message).toBe("Parse Error");
  });

  test("says that nothing was sent if there was no connection", () => {
    const said = Object.assign(new Error("read"), { code: "ECONNRESET", syscall: "read" });
    expect(toFetchError(said, true).cause).toMatchObject({ syscall: "read" });
    expect(toFetchError(said, false).cause).toMatchObject({ syscall: "connect" });
  });

  test("has a message if Node's error has none: one error for each address", () => {
    const said = Object.assign(new AggregateError([new Error("a")]), { code: "ECONNREFUSED" });
    expect((toFetchError(said, false).cause as Error).message).toBe("ECONNREFUSED");
    expect((toFetchError(new AggregateError([]), false).cause as Error).message).toBe(
      "AggregateError",
    );
  });
});
