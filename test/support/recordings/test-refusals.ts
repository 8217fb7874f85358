import { expect, test } from "vitest";
import type { TykErrorCode, TykOAuth, TykOutcome } from "../../../src/index.ts";
import { json } from "../network/fake-fetch.ts";
import type { Reply } from "../network/fake-fetch.ts";
import { clientWithReplies } from "../client/client.ts";
import { failure } from "../util/failure.ts";
import { recordedExchange } from "./recorded-exchange.ts";

/** A method, the recorded refusal of one of its requests, and the expected error. */
export interface RefusalRow {
  name: string;
  call: (tyk: TykOAuth) => Promise<unknown>;
  code: TykErrorCode;
  /** The gateway's message. */
  says?: string;
  /** The outcome of the method. */
  outcome: TykOutcome;
  /** The replies to the reads before the refused request. */
  before?: readonly Reply[];
  /** The replies to the reads after it. */
  after?: readonly Reply[];
  /** The number of reads of a single token, which are no steps. */
  quiet?: number;
}

export const admin = "Attempted administrative access with invalid or missing key!";

export const noClient = "OAuth Client ID not found";

export const x = { apiId: "orders", clientId: "x" };

export const unknownClient = { apiId: "orders", clientId: "nobody" };

export const redirectUri = "https://r.example/cb";

export const noSuchClient: Reply = json({ status: "error", message: noClient }, 404);

const noTokens = json({ Pagination: { page_num: 1, page_total: 0, page_size: 100 }, Tokens: [] });

/** A client counts as missing after a control read and a second 404. */
export const confirmation: readonly Reply[] = [noTokens, noSuchClient];

export const noSuchKey: Reply = json({ status: "error", message: "Key not found" }, 404);

/** Tests that each row's call reports the recorded refusal. */
export function testRefusals(rows: readonly RefusalRow[]): void {
  test.each(rows.map((row, at) => [row.name, at, row] as const))(
    "%s (%i)",
    async (name, _, { call, code, says, outcome, before = [], after = [], quiet = 0 }) => {
      const { request, reply } = recordedExchange(name);
      const { tyk, sent } = clientWithReplies([...before, reply, ...after]);
      const error = await failure(call(tyk));
      expect(error.code).toBe(code);
      if ("apiMessage" in error) expect(error.apiMessage).toBe(says);
      expect(error).toMatchObject({ outcome, attempts: 1 });
      // The request that finds out why a route is missing is no step of the method.
      const probes = code === "unsupported" ? 1 : 0;
      expect(error.steps).toHaveLength(before.length + 1 + after.length - probes - quiet);
      const at = before[0] === noSuchKey ? before.length - quiet : before.length;
      expect(error.steps[at]).toMatchObject({ outcome: "refused" });
      expect(sent).toHaveLength(before.length + 1 + after.length);
      expect(sent[before.length]).toMatchObject({ method: request.method, path: request.path });
    },
  );
}
