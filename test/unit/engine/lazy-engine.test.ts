import { expect, test, vi } from "vitest";
import { TykConfigError } from "../../../src/index.ts";
import { newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";

vi.mock("../../../src/engine/engine.ts", () => {
  throw new RangeError("quotes a path");
});

test.each([
  ["clients.get", () => newClient().clients.get({ apiId: "orders", clientId: "shop-web" })],
  ["hello", () => newClient().raw.hello()],
  ["tokens.iterate", () => newClient().tokens.iterate({ apiId: "orders", clientId: "a" }).next()],
])(
  "%s reports a missing file of the package with an error of the package",
  async (operation, call) => {
    const error = await failure(call());
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error).toMatchObject({ operation, outcome: "not-sent", attempts: 0 });
    expect(error.message).toContain("a file of this package cannot be loaded");
    expect(error.message).not.toContain("quotes");
  },
);
