import { describe, expect, test } from "vitest";
import { failure } from "../../../support/util/failure.ts";
import { issueToken, listedCodes } from "../../../support/gateway/oauth-flow.ts";
import { testBedWithOneCopy } from "../../../support/gateway/test-bed.ts";
import { failStorage, fastOutage, slowOutage } from "../../../support/gateway/storage-outage.ts";

describe.each([
  ["fast", fastOutage],
  ["slow", slowOutage],
] as const)("while storage is down (%s)", (_, fault) => {
  test("the error of tokens.revoke by a listed code has a report of the kind listed-token", async () => {
    const kinds: unknown[] = [];
    for (let from = 1; from <= 6; from += 1) {
      const bed = await testBedWithOneCopy();
      await issueToken(bed);
      const [listedCode = ""] = await listedCodes(bed);
      failStorage(bed, from, Infinity, fault);
      const call = bed.tyk.tokens.revoke({ apiId: "orders", listedCode });
      const ended: unknown = await call.catch((error: unknown) => error);
      if (ended instanceof Error) kinds.push((ended as { report?: { kind: string } }).report?.kind);
    }
    expect(new Set(kinds)).toEqual(new Set(["listed-token"]));
  });

  test("the same for a code that nobody has", async () => {
    const bed = await testBedWithOneCopy();
    failStorage(bed, 1, Infinity, fault);
    const call = bed.tyk.tokens.revoke({ apiId: "orders", listedCode: "0".repeat(8) });
    expect(await failure(call)).toMatchObject({
      code: "incomplete",
      outcome: "refused",
      report: { kind: "listed-token", apiId: "orders", state: "unverified" },
    });
  });
});
