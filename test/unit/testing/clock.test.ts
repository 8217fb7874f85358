import { describe, expect, it } from "vitest";
import { createGateway } from "../../../src/testing/index.ts";
import {
  addClient,
  postToken,
  postConsent,
  callControl,
  postControlForm,
  codesListedFor,
  tokenFor,
  tokenPairFor,
  statusWith,
} from "../../support/gateway/requests.ts";

describe("the gateway's clock", () => {
  it("stands still until it is advanced", async () => {
    const gateway = createGateway({ now: new Date("2030-01-01T00:00:00.250Z") });
    await addClient(gateway, "app");
    await tokenFor(gateway, "app");
    const expires = Date.UTC(2030, 0, 1) / 1000 + 3600;
    const list = await callControl(gateway, "GET", "/tyk/oauth/clients/orders/app/tokens");
    expect(list.json).toMatchObject([{ expires }]);
    gateway.advance(800);
    await tokenFor(gateway, "app");
    const longer = await callControl(gateway, "GET", "/tyk/oauth/clients/orders/app/tokens");
    expect(longer.json).toMatchObject([{ expires }, { expires: expires + 1 }]);
    expect(gateway.requests.at(-1)?.at).toBe(Date.UTC(2030, 0, 1) + 1050);
  });

  it("follows a function, and adds the advanced time", async () => {
    let time = 1_000_000;
    const gateway = createGateway({ now: () => time });
    await gateway.fetch(`${gateway.url}/hello`);
    time += 5;
    gateway.advance(70);
    await gateway.fetch(`${gateway.url}/hello`);
    expect(gateway.requests.map(({ at }) => at)).toEqual([1_000_000, 1_000_075]);
  });

  it("follows the real time by default", async () => {
    const gateway = createGateway();
    const before = Date.now();
    await gateway.fetch(`${gateway.url}/hello`);
    const at = gateway.requests[0]?.at ?? 0;
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  });

  it.each([-1, Number.NaN, Infinity])("is not moved by %s", (ms) => {
    const gateway = createGateway();
    expect(() => {
      gateway.advance(ms);
    }).toThrow(TypeError);
  });
});

describe("expiry by this clock", () => {
  it("a code is valid for 250 seconds and works once", async () => {
    const gateway = createGateway({ now: 0 });
    await addClient(gateway, "app");
    const exchange = async (waitMs: number): Promise<number[]> => {
      const { json } = await postConsent(gateway, { response_type: "code", client_id: "app" });
      const { code } = json as { code: string };
      gateway.advance(waitMs);
      const fields = { grant_type: "authorization_code", code };
      return [
        (await postToken(gateway, "app", fields)).status,
        (await postToken(gateway, "app", fields)).status,
      ];
    };
    expect(await exchange(249_999)).toEqual([200, 403]);
    expect(await exchange(250_000)).toEqual([403, 403]);
  });

  it("an expired token is reported as expired, and as unknown by older gateways", async () => {
    for (const [version, status] of [
      ["5.14.0", 401],
      ["5.0.3", 401],
      ["5.0.2", 403],
      ["4.0.14", 401],
      ["4.3.0", 403],
    ] as const) {
      const gateway = createGateway({ version, now: 0 });
      await addClient(gateway, "app");
      const token = await tokenFor(gateway, "app");
      gateway.advance(3_600_001);
      expect(await statusWith(gateway, token), version).toBe(status);
      expect(await codesListedFor(gateway, "app")).toHaveLength(1);
      gateway.advance(1000);
      expect(await codesListedFor(gateway, "app")).toEqual([]);
    }
  });

  it("a token in the session cache is expired on every version", async () => {
    const gateway = createGateway({ version: "4.3.0", now: 0 });
    await addClient(gateway, "app");
    const token = await tokenFor(gateway, "app");
    gateway.advance(3_595_000);
    expect(await statusWith(gateway, token)).toBe(200);
    gateway.advance(6000);
    expect(await statusWith(gateway, token)).toBe(401);
    gateway.advance(6000);
    expect(await statusWith(gateway, token)).toBe(403);
  });

  it("a removed token opens an API for ten more seconds, unless it is hashed by murmur64 or not hashed", async () => {
    const cases = [
      [{}, [200, 200, 403]],
      [{ hashKeyFunction: "sha256" }, [200, 200, 403]],
      [{ hashKeyFunction: "murmur32" }, [200, 200, 403]],
      [{ hashKeyFunction: "murmur128" }, [200, 200, 403]],
      [{ hashKeyFunction: "murmur64" }, [403, 403, 403]],
      [{ hashKeys: false }, [403, 403, 403]],
      [{ version: "3.0.4" }, [403, 403, 403]],
      [{ version: "3.0.5" }, [200, 200, 403]],
      [{ version: "3.1.2" }, [403, 403, 403]],
      [{ version: "3.2.0" }, [200, 200, 403]],
    ] as const;
    for (const [options, statuses] of cases) {
      const gateway = createGateway({ ...options, now: 0 });
      await addClient(gateway, "app");
      const token = await tokenFor(gateway, "app");
      expect(await statusWith(gateway, token)).toBe(200);
      await postControlForm(gateway, "/tyk/oauth/revoke", { token, client_id: "app" });
      const seen = [await statusWith(gateway, token)];
      for (const ms of [9999, 1]) {
        gateway.advance(ms);
        seen.push(await statusWith(gateway, token));
      }
      expect(seen, JSON.stringify(options)).toEqual(statuses);
    }
  });

  it("the client of a token is checked again after a second", async () => {
    const gateway = createGateway({ now: 0 });
    await addClient(gateway, "app");
    const token = await tokenFor(gateway, "app");
    expect(await statusWith(gateway, token)).toBe(200);
    await callControl(gateway, "DELETE", "/tyk/oauth/clients/orders/app");
    gateway.advance(999);
    expect(await statusWith(gateway, token)).toBe(200);
    gateway.advance(1);
    expect(await statusWith(gateway, token)).toBe(403);
    await addClient(gateway, "app");
    expect(await statusWith(gateway, token)).toBe(403);
    gateway.advance(1000);
    expect(await statusWith(gateway, token)).toBe(200);
  });

  it("tokens that were issued in the same second leave the list together", async () => {
    const gateway = createGateway({ now: 0, hashKeyFunction: "murmur64" });
    await addClient(gateway, "app");
    const { refresh } = await tokenPairFor(gateway, "app");
    const other = await tokenFor(gateway, "app");
    gateway.advance(1000);
    const later = await tokenFor(gateway, "app");
    await postToken(gateway, "app", { grant_type: "refresh_token", refresh_token: refresh });
    expect(await codesListedFor(gateway, "app")).toHaveLength(2);
    await postControlForm(gateway, "/tyk/oauth/revoke_all", {
      client_id: "app",
      client_secret: "s",
    });
    expect([await statusWith(gateway, other), await statusWith(gateway, later)]).toEqual([
      200, 403,
    ]);
  });

  it("every later page of tokens has the expiries of the first", async () => {
    const gateway = createGateway({ now: 0 });
    await addClient(gateway, "app");
    for (let i = 0; i < 150; i++) {
      if (i === 50 || i === 120) gateway.advance(1000);
      await tokenFor(gateway, "app");
    }
    const page = async (n: number): Promise<number[]> => {
      const { json } = await callControl(
        gateway,
        "GET",
        `/tyk/oauth/clients/orders/app/tokens?page=${n}`,
      );
      return (json as { Tokens: { expires: number }[] }).Tokens.map(({ expires }) => expires);
    };
    const first = [...Array<number>(50).fill(3600), ...Array<number>(50).fill(3601)];
    expect(await page(1)).toEqual(first);
    expect(await page(2)).toEqual(first.slice(0, 50));
  });
});
