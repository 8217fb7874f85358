import { describe, expect, it } from "vitest";
import { createGateway, type Gateway } from "../../../src/testing/index.ts";
import { outcomeOf } from "./support/calls.ts";

const apis = ["orders", { api_id: "open", use_keyless: true }];

/** The calls about a client, with what a gateway says: cold, warm, and before version 3.2. */
const calls: readonly (readonly [string, string, string, string, string])[] = [
  ["GET", "/tyk/oauth/clients/open", "200 []", "200 []", "200 []"],
  ["GET", "/tyk/oauth/clients/open/x/tokens", "ECONNRESET", "200 []", "ECONNRESET"],
  ["PUT", "/tyk/oauth/clients/open/x", "ECONNRESET", "404", "ECONNRESET"],
  ["PUT", "/tyk/oauth/clients/open/x/rotate", "ECONNRESET", "404", "ECONNRESET"],
  ["DELETE", "/tyk/oauth/clients/open/x", "404", "200", "404"],
  ["DELETE", "/tyk/oauth/refresh/x?api_id=open", "400", "200", "400"],
  ["GET", "/tyk/oauth/clients/apis/x?orgID=", "200 []", "200 []", "200 []"],
];

async function say(gateway: Gateway): Promise<string[]> {
  const said = [];
  for (const [method, path] of calls) {
    const body = method === "PUT" && !path.endsWith("/rotate") ? {} : undefined;
    said.push(await outcomeOf(gateway, method, path, body));
  }
  return said;
}

const read = (gateway: Gateway): Promise<string> =>
  outcomeOf(gateway, "GET", "/tyk/oauth/clients/open/x");

describe("an API that is not OAuth", () => {
  it.each(["5.14.0", "5.3.0", "4.3.0", "3.2.0"])(
    "is cold on %s until a client of it is read",
    async (version) => {
      const gateway = createGateway({ apis, version });
      expect(await say(gateway)).toEqual(calls.map(([, , cold]) => cold));
      expect(await read(gateway)).toBe("404");
      expect(await say(gateway)).toEqual(calls.map(([, , , warm]) => warm));
      gateway.reset();
      expect(await say(gateway)).toEqual(calls.map(([, , cold]) => cold));
    },
  );

  it.each([true, false])("stays cold before 3.2, warm or not (%s)", async (warm) => {
    const gateway = createGateway({ apis, version: "3.1.2", warm });
    expect(await read(gateway)).toBe("ECONNRESET");
    expect(await say(gateway)).toEqual(calls.map(([, , , , old]) => old));
  });

  it("is warm from the start if the option says so", async () => {
    const gateway = createGateway({ apis, warm: true });
    expect(await say(gateway)).toEqual(calls.map(([, , , warm]) => warm));
    gateway.reset();
    expect(await say(gateway)).toEqual(calls.map(([, , , warm]) => warm));
  });

  it("says that OAuth is not enabled only while it is cold", async () => {
    const gateway = createGateway({ apis });
    const path = "/tyk/oauth/refresh/x?api_id=open";
    expect(await outcomeOf(gateway, "DELETE", path, undefined, "message")).toBe(
      "400 OAuth is not enabled on this API",
    );
  });

  it("is not made warm by a read of another API's client", async () => {
    const gateway = createGateway({
      apis: [...apis, { api_id: "vault", use_standard_auth: true }],
    });
    expect(await outcomeOf(gateway, "GET", "/tyk/oauth/clients/vault/x")).toBe("404");
    expect(await say(gateway)).toEqual(calls.map(([, , cold]) => cold));
  });
});
