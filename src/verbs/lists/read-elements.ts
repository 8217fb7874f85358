import type { ApiDefinition, OAuthClient, OAuthToken, Policy } from "../../../generated/index.ts";
import type { ListReceiver } from "../../transport/list/list-receiver.ts";
import type { InputOf } from "../../transport/send.ts";
import type { ReadContext, StepInfo } from "../read-context.ts";

/** The element of each operation whose response is a list. */
export interface ListElements {
  readonly getOAuthClientTokens: OAuthToken;
  readonly listApis: ApiDefinition;
  readonly listKeys: string;
  readonly listOAuthClientApis: string;
  readonly listOAuthClients: OAuthClient;
  readonly listPolicies: Policy;
}

/** Keeps what a function returns for each element, unless it is `undefined`. The elements themselves are dropped as they pass. */
export class ElementFilter<Element, Kept> implements ListReceiver {
  kept: Kept[] = [];
  readonly #keep: (element: Element) => Kept | undefined;

  constructor(keep: (element: Element) => Kept | undefined) {
    this.#keep = keep;
  }

  restart(): boolean {
    this.kept = [];
    return true;
  }

  add(elements: readonly unknown[]): undefined {
    for (const element of elements) {
      // The response guard has checked each element.
      const kept = this.#keep(element as Element);
      if (kept !== undefined) this.kept.push(kept);
    }
  }
}

/** Reads a list, and returns what `keep` returns for each element, unless it is `undefined`. */
export async function readElements<Id extends keyof ListElements, Kept>(
  context: ReadContext,
  id: Id,
  input: InputOf<Id>,
  keep: (element: ListElements[Id]) => Kept | undefined,
  stepInfo?: StepInfo,
): Promise<Kept[]> {
  const filter = new ElementFilter(keep);
  await context.read(id, input, stepInfo, filter);
  return filter.kept;
}
