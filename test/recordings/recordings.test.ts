import { describe, expect, it } from "vitest";
import type { Gateway } from "../../src/testing/index.ts";
import { embeddedGateway, kinds } from "../support/recordings/recorded-gateways.ts";
import { folders, recordingsOf } from "../support/recordings/recordings.ts";
import type { Recording } from "../support/recordings/recordings.ts";
import { play } from "../support/recordings/play.ts";
import type { Played } from "../support/recordings/play.ts";
import { byFetch, byHttp, survivesUrlParser } from "../support/recordings/send.ts";

const start = Date.UTC(2026, 0, 1);

function gatewayOf(folder: string): Gateway {
  const kind = kinds[folder];
  if (kind === undefined) throw new Error(`Nobody says how ${folder} was set up`);
  return embeddedGateway(kind, start);
}

async function playByHttp(folder: string, recording: Recording): Promise<Played> {
  const gateway = gatewayOf(folder);
  const server = await gateway.listen({ port: 0 });
  try {
    return await play(recording, gateway, start, byHttp(server.url), () => true);
  } finally {
    await server.close();
  }
}

async function playByFetch(folder: string, recording: Recording): Promise<Played> {
  const gateway = gatewayOf(folder);
  return play(recording, gateway, start, byFetch(gateway), (call) => survivesUrlParser(call.path));
}

const totals = { http: 0, fetch: 0, folded: 0 };

describe.each(Object.keys(kinds))(
  "the embedded gateway responds as the recorded %s did",
  (folder) => {
    describe.each(recordingsOf(folder))("$scenario: $about", (recording) => {
      it("over HTTP", async () => {
        const played = await playByHttp(folder, recording);
        totals.http += played.exchanges;
        expect(played.differences).toEqual([]);
      });

      it("by fetch", async () => {
        const played = await playByFetch(folder, recording);
        totals.fetch += played.exchanges;
        totals.folded += played.skipped;
        expect(played.differences).toEqual([]);
      });
    });
  },
);

describe("the recordings", () => {
  it("no folder is left out", () => {
    expect(Object.keys(kinds).sort()).toEqual(folders);
  });

  it("every exchange was played, except by fetch those whose path a URL parser normalises", () => {
    const recorded = Object.keys(kinds)
      .flatMap(recordingsOf)
      .flatMap(({ exchanges }) => exchanges)
      .filter((step) => "request" in step).length;
    expect(totals).toEqual({ http: recorded, fetch: recorded - totals.folded, folded: 12 });
    expect(recorded).toBe(3295);
  });
});
