/**
 * Random sequences of methods, raw calls and actions of applications, with disruptions, on several variants of the embedded
 * gateway. Spread over the variants are: an API with auth tokens, a keyless API, another organisation's API under our listen
 * paths, ordinary keys, tokens that the gateway writes back, a storage outage, other writers, and an SDK whose clock is wrong.
 * After each method, the tests read the gateway's state without the SDK. These invariants must hold:
 *
 * 1. If a report says `refused-at-api` for an access token, the API refuses it for ever. After `gone-from-storage`, the API
 *    refuses it eleven seconds later. Refresh tokens of listed tokens are refused too. If a client is cut off or deleted
 *    everywhere, every API refuses all of its tokens.
 * 2. A method changes only the clients that it names, and only the fields that it is for. It ends no other token and no ordinary
 *    key. No request of the SDK reaches the upstream of an API.
 * 3. If a secret changes, the caller knows it: from the result, from `stage`, or because the caller passed it. Otherwise the
 *    error says that the secret may have changed.
 * 4. After a success, all promises hold. Without a disruption, the gateway's state explains each failure.
 * 5. Each error is a `TykError`. After an error with the outcome `not-sent` or `refused`, nothing has changed. No existing client
 *    is reported as not found.
 * 6. A retry without the disruption does not break more promises than the first call.
 *
 * `TYK_PROPERTY_RUNS` is the number of sequences per variant. `TYK_PROPERTY_SEED` is their seed: a number, or `random`. Each
 * variant adds its index to the seed. A failure prints the seed, the shortest failing sequence, and the log.
 */
import fc from "fast-check";
import { afterAll, beforeAll, test, vi } from "vitest";
import { playSequence } from "../support/property/play-sequence.ts";
import { anySequence } from "../support/property/sequence.ts";
import { gatewayVariants } from "../support/property/gateway-variants.ts";

const runs = Number(process.env["TYK_PROPERTY_RUNS"] ?? 20);
const seedText = process.env["TYK_PROPERTY_SEED"] ?? "20251124";
const seed = seedText === "random" ? Date.now() % 2 ** 31 : Number(seedText);
// Each variant gets different sequences.
const cases = gatewayVariants.map((variant, at) => ({
  variant,
  name: variant.name,
  seed: seed + at,
}));

beforeAll(() => {
  // Random waits between retries would advance the gateway's clock differently in each run.
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});

afterAll(() => {
  vi.restoreAllMocks();
});

test.each(cases)(
  "$name, seed $seed",
  { timeout: 2_000 * runs + 60_000 },
  async ({ variant, seed }) => {
    const property = fc.asyncProperty(anySequence, ({ steps }) => playSequence(variant, steps));
    await fc.assert(property, { seed, numRuns: runs });
  },
);
