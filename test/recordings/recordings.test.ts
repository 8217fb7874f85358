import { describe, expect, it } from "vitest";
import { createGateway, type Gateway, type GatewayOptions } from "../../src/testing/index.ts";
import { play, type Played } from "./support/play.ts";
import {
  recordedGateways,
  recordedSetup,
  recordingsOf,
  type Recording,
} from "./support/recording.ts";
import { byFetch, byHttp, survivesUrlParser } from "./support/targets.ts";

const START = Date.UTC(2026, 0, 1);

/** What a folder's gateway has other than `setup.json` says. */
const VARIANTS: Readonly<Record<string, GatewayOptions>> = {
  "plain-keys": { hashKeys: false },
  "short-tokens": { hashKeys: false, tokenTtlSeconds: 2 },
  "default-hash": { hashKeyFunction: undefined, listHashedKeys: false },
};

function gatewayOf(folder: string): Gateway {
  const [version = "", ...variant] = folder.split("-");
  const setup = recordedSetup();
  return createGateway({
    version,
    secret: setup.secret,
    hashKeyFunction: "murmur64",
    listHashedKeys: true,
    refreshTokenTtlSeconds: setup.oauth_refresh_token_expire,
    redirectUriSeparator: setup.oauth_redirect_uri_separator,
    apis: setup.apis,
    policies: setup.policies,
    now: START,
    ...VARIANTS[variant.join("-")],
  });
}

async function playByHttp(recording: Recording): Promise<Played> {
  const gateway = gatewayOf(recording.gateway);
  const server = await gateway.listen({ port: 0 });
  try {
    return await play(recording, gateway, START, byHttp(server.url), () => true);
  } finally {
    await server.close();
  }
}

async function playByFetch(recording: Recording): Promise<Played> {
  const gateway = gatewayOf(recording.gateway);
  return play(recording, gateway, START, byFetch(gateway), (call) => survivesUrlParser(call.path));
}

const totals = { http: 0, fetch: 0, folded: 0 };

describe.each(recordedGateways())(
  "the embedded gateway answers as the recorded %s did",
  (folder) => {
    describe.each(recordingsOf(folder))("$scenario: $about", (recording) => {
      it("over HTTP", async () => {
        const played = await playByHttp(recording);
        totals.http += played.exchanges;
        expect(played.differences).toEqual([]);
      });

      it("by fetch", async () => {
        const played = await playByFetch(recording);
        totals.fetch += played.exchanges;
        totals.folded += played.skipped;
        expect(played.differences).toEqual([]);
      });
    });
  },
);

describe("of the recordings", () => {
  it("every exchange was played, but by fetch those whose path a URL parser folds away", () => {
    const recorded = recordedGateways()
      .flatMap(recordingsOf)
      .flatMap(({ exchanges }) => exchanges)
      .filter((step) => "request" in step).length;
    expect(totals).toEqual({ http: recorded, fetch: recorded - totals.folded, folded: 12 });
    expect(recorded).toBe(3178);
  });
});
