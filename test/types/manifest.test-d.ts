import type { TykOAuth } from "../../src/index.ts";
import { applyPlan, parseManifest, planManifest } from "../../src/manifest/index.ts";
import type {
  ApplyReport,
  Manifest,
  Plan,
  SecretReference,
  SecretResolver,
} from "../../src/manifest/index.ts";
import type { Check, Same } from "../support/util/types.ts";

export type ManifestTypes = [
  Check<Same<Awaited<ReturnType<typeof parseManifest>>, Manifest>>,
  Check<Same<Awaited<ReturnType<typeof planManifest>>, Plan>>,
  Check<Same<Awaited<ReturnType<typeof applyPlan>>, ApplyReport>>,
  Check<Same<Parameters<SecretResolver>[0], Exclude<SecretReference, { generate: true }>>>,
];

/** Options accept `undefined`, and a resolver may be synchronous. */
export async function apply(tyk: TykOAuth, value: unknown): Promise<boolean> {
  const secrets: SecretResolver = (reference) =>
    "env" in reference ? reference.env : Promise.resolve(reference.file);
  const manifest = await parseManifest(value, { secrets, environment: undefined });
  const plan = await planManifest(tyk, manifest, { prune: undefined });
  const { complete } = await applyPlan(tyk, plan, { signal: undefined, wait: false });
  // @ts-expect-error A plan cannot be made by hand: it has a signature.
  void applyPlan(tyk, { version: 1, clients: [] });
  return complete;
}
