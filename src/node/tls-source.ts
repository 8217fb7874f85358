import { Buffer } from "node:buffer";
import type { SecureContext } from "node:tls";
import { DirectRefusal } from "../transport/direct-refusal.ts";
import { toBytes } from "../util/bytes.ts";
import { thrownName } from "../util/fail.ts";
import type { Fail } from "../util/fail.ts";
import type { NodeFetchOptions } from "./options.ts";
import { checkTlsValues, createTlsContext, tlsOptionNames } from "./tls-context.ts";
import type { TlsOptionName, TlsValues } from "./tls-context.ts";

/** Provides the certificates of new connections. Its fields are private, so `inspect` does not show them. */
export class TlsSource {
  readonly #options: Pick<NodeFetchOptions, TlsOptionName>;
  readonly #fixed: SecureContext | undefined;
  /** The last certificates that functions returned. While they do not change, TLS sessions can be resumed. */
  #last: { readonly key: string; readonly context: SecureContext } | undefined;

  /** Checks the options. Those that are functions are not called yet. */
  constructor(options: Pick<NodeFetchOptions, TlsOptionName>, fail: Fail) {
    const { ca, cert, key, passphrase } = options;
    this.#options = { ca, cert, key, passphrase };
    const fixed: Record<string, unknown> = {};
    const calledNames: TlsOptionName[] = [];
    for (const name of tlsOptionNames)
      if (typeof this.#options[name] === "function") calledNames.push(name);
      else fixed[name] = this.#options[name];
    if (calledNames.length === 0) this.#fixed = createTlsContext(fixed, fail);
    else checkTlsValues(fixed, fail, calledNames);
  }

  /** The certificates, if no function has to be called for them. */
  get fixed(): SecureContext | undefined {
    return this.#fixed;
  }

  /** Calls the functions. Rejects with a `DirectRefusal` if one of them fails, or if it returns something that cannot be used. */
  async load(): Promise<SecureContext> {
    const entries = tlsOptionNames.map(async (name) => [name, await this.#read(name)] as const);
    const values: TlsValues = Object.fromEntries(await Promise.all(entries));
    checkTlsValues(values, refuse);
    const key = JSON.stringify(tlsOptionNames.map((name) => toComparable(values[name])));
    if (this.#last?.key === key) return this.#last.context;
    const context = createTlsContext(values, refuse);
    this.#last = { key, context };
    return context;
  }

  async #read(name: TlsOptionName): Promise<unknown> {
    const option = this.#options[name];
    if (typeof option !== "function") return option;
    let value: unknown;
    try {
      value = await option();
    } catch (error) {
      // The error can quote a key, so only its name is shown.
      throw new DirectRefusal(`the function ${name} failed (${thrownName(error)})`);
    }
    // Without this check, a missing ca would mean the authorities that Node trusts.
    if (value === undefined) throw new DirectRefusal(`the function ${name} returned undefined`);
    return value;
  }
}

const refuse: Fail = (field, why, message = `${field} ${why}`) => {
  throw new DirectRefusal(`a function returned what cannot be used: ${message}`);
};

/** Returns a copy of certificates that `JSON.stringify` writes completely. */
function toComparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toComparable);
  const bytes = toBytes(value);
  return bytes === undefined
    ? value
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
