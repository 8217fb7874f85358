/**
 * Random sequences of verbs, raw calls and what applications do, with faults, on embedded gateways of several kinds. Spread over
 * the kinds there are an API with auth tokens, a keyless one, another organisation's under our listen paths, ordinary keys,
 * tokens in use that come back, storage that is down, other writers, and an SDK whose clock is an hour off. After each verb the
 * gateway's own state is read past the SDK, and must hold that
 *
 * 1. no access token opens an API of which a report said `refused-at-api` (or, eleven seconds later, `gone-from-storage`),
 *    whatever happens afterwards, nor does a refresh token behind a token that was listed then mint; a client that is cut off
 *    or deleted everywhere leaves no token that opens any API;
 * 2. only clients that were named changed, and of those only what the verb is about; no other token ended, no ordinary key, and
 *    no request of the SDK reached what stands behind an API;
 * 3. a secret that changed was returned, staged or given, or the error says that it may have changed;
 * 4. after a success all is as promised, and without a fault there is none but a failure that the state explains;
 * 5. an error is a TykError, and one that says `not-sent` or `refused` changed nothing; what is there is never not found;
 * 6. the same call once more, without the fault, is no further from what it promised.
 *
 * `TYK_PROPERTY_RUNS` is the number of sequences for each kind of gateway, `TYK_PROPERTY_SEED` what they are made of: a
 * number, or `random`; each kind adds its place to it. A failure prints the seed, the sequence in its shortest form, and what
 * happened.
 */
import fc from "fast-check";
import { afterAll, beforeAll, test, vi } from "vitest";
import { playSequence } from "../support/property/play-sequence.ts";
import { anySequence } from "../support/property/sequence.ts";
import { gatewayVariants } from "../support/property/gateway-variants.ts";

const runs = Number(process.env["TYK_PROPERTY_RUNS"] ?? 20);
const asked = process.env["TYK_PROPERTY_SEED"] ?? "20251124";
const seed = asked === "random" ? Date.now() % 2 ** 31 : Number(asked);
// Each kind gets sequences of its own.
const cases = gatewayVariants.map((variant, at) => ({
  variant,
  name: variant.name,
  seed: seed + at,
}));

beforeAll(() => {
  // Waits between retries are random otherwise, and the gateway's clock moves by them.
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
