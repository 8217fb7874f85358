import nock from "nock";
import { afterEach, describe, expect, test } from "vitest";
import { cases } from "./cases/index.ts";
import { kinds } from "../support/recordings/recorded-gateways.ts";
import { isCovered, recordedContext } from "../support/conformance/targets/recordings.ts";

afterEach(() => {
  nock.cleanAll();
});

for (const [folder, gateway] of Object.entries(kinds)) {
  describe(`the recordings of ${folder}`, () => {
    for (const one of cases.filter((each) => isCovered(folder, gateway, each))) {
      test(one.name, () => one.run(recordedContext(folder, gateway, one)));
    }
  });
}

test("a case that no recording covers has a reason, and all others run on the newest gateway's", () => {
  const newest = ["5.14.0", "5.14.0-second-setup"].map(
    (folder) => [folder, kinds[folder] ?? never(folder)] as const,
  );
  const covered = cases.filter((one) =>
    newest.some(([folder, kind]) => isCovered(folder, kind, one)),
  );
  const uncovered = cases.filter((one) => !covered.includes(one));
  expect(uncovered.map(({ unrecorded }) => unrecorded)).not.toContain(undefined);
  expect(covered.every(({ unrecorded }) => unrecorded === undefined)).toBe(true);
});

function never(folder: string): never {
  throw new Error(`${folder} is among the recorded gateways`);
}
