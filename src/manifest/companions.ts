import type { Origin } from "./merge-document.ts";
import type { SecretResolver } from "./types.ts";

/** What belongs to a manifest or a plan and is not part of its JSON: it gets lost when the JSON is saved. */
export interface Companions {
  /** Resolves the references to secrets. */
  readonly secrets?: SecretResolver | undefined;
  /** The separator of redirect URIs that a manifest was parsed with. */
  readonly redirectUriSeparator?: string | undefined;
  /** Where a part of a parsed manifest was written, by its pointer in the manifest. */
  readonly originOf?: ((path: string) => Origin) | undefined;
}

const known = new WeakMap<object, Companions>();

/** Remembers the companions of a manifest or a plan for as long as it exists. */
export function setCompanions(owner: object, companions: Companions): void {
  known.set(owner, companions);
}

export function companionsOf(owner: object): Companions {
  return known.get(owner) ?? {};
}
