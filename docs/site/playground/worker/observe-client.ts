import type { TykOAuth } from "@tyk-oauth/sdk";
import type { Calls } from "./calls.ts";

/** The header by which the observed gateway knows the call of a request. The gateway never sees it. */
export const callHeader = "x-playground-call";

type Headers = Readonly<Record<string, string>>;
type Method = (...args: readonly unknown[]) => unknown;

/** Returns a `TykOAuth` that reports each call of its methods. */
export function observeClient(tyk: TykOAuth, calls: Calls, headers: Headers = {}): TykOAuth {
  return new Proxy(tyk, {
    get(target, name) {
      // Private fields need the target itself, not the proxy.
      const value: unknown = Reflect.get(target, name);
      if (name === "withOptions")
        return (overrides: Parameters<TykOAuth["withOptions"]>[0]) =>
          observeClient(target.withOptions(overrides), calls, overrides.headers ?? headers);
      if (typeof value === "function") return (value as Method).bind(target);
      if (typeof name === "symbol" || typeof value !== "object" || value === null) return value;
      return observeMethods(value, (method, args) => {
        const call = calls.start(`${name}.${method}`, args);
        const own = target.withOptions({ headers: { ...headers, [callHeader]: String(call.id) } });
        const methods = Reflect.get(own, name) as Readonly<Record<string, Method>>;
        return calls.watch(call, () => methods[method]?.(...args));
      });
    },
  });
}

function observeMethods(
  resource: object,
  run: (method: string, args: readonly unknown[]) => unknown,
): object {
  return new Proxy(resource, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function" || typeof name === "symbol") return value;
      return (...args: readonly unknown[]) => run(name, args);
    },
  });
}
