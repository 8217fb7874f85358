import { UsageError } from "../errors/command-error.ts";

/** Names the variables that have the secrets of clients: `SHOP_WEB_SECRET` of `shop-web`. */
export class VariableNames {
  readonly #idsOf = new Map<string, string[]>();

  readonly nameOf = (clientId: string): string => {
    const name = toVariableName(clientId);
    this.#idsOf.set(name, [...(this.#idsOf.get(name) ?? []), clientId]);
    return name;
  };

  /** Throws if two clients would share a variable, and so a secret. */
  requireDistinct(): void {
    const shared = [...this.#idsOf].filter(([, ids]) => ids.length > 1);
    if (shared.length === 0) return;
    const named = shared.map(([name, ids]) => `${ids.sort().join(" and ")} (${name})`).join(", ");
    throw new UsageError(
      `--secrets env: some clients would share a variable: ${named}`,
      "export without --secrets env, and write the references of these clients yourself",
    );
  }
}

function toVariableName(clientId: string): string {
  const name = clientId
    .toUpperCase()
    .replaceAll(
      /[^\x20-\x7e]/gu,
      (one) => `U${(one.codePointAt(0) ?? 0).toString(16).toUpperCase()}`,
    )
    .replaceAll(/[^A-Z0-9]/g, "_");
  // A variable cannot begin with a digit.
  return `${/^\d/.test(name) ? "CLIENT_" : ""}${name}_SECRET`;
}
