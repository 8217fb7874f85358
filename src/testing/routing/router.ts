import { cut } from "../go/text.ts";
import { percentDecode } from "../go/percent-encoding.ts";
import type { GatewayResponse } from "../http/response.ts";
import type { GatewayRequest } from "../http/request.ts";

/** A route: its methods, the whole path, and a name that the query must contain. */
export interface Route<T> {
  readonly methods: readonly string[];
  readonly path: string;
  readonly query?: string;
  readonly target: T;
}

/** The operation of a request, if it has one, and its handler. */
export interface RoutedRequest {
  readonly operation: string | undefined;
  /** Handles the request. Throws if the gateway drops the connection. */
  readonly handle: () => GatewayResponse | Promise<GatewayResponse>;
}

/** The result of matching a request with the routes. */
type RouteMatch<T> =
  | { readonly target: T; readonly params: Readonly<Record<string, string>> }
  | "method-not-allowed"
  | "not-found";

/**
 * A list of routes, tried in order. In a path `{name}` matches one segment or a part of it, and `{name:regex}` what the
 * regular expression matches. If only the method differs, the result is "method-not-allowed".
 */
export class Router<T> {
  readonly #routes: readonly { readonly route: Route<T>; readonly path: RegExp }[];

  constructor(routes: readonly Route<T>[]) {
    this.#routes = routes.map((route) => ({ route, path: compilePath(route.path) }));
  }

  match(request: Pick<GatewayRequest, "method" | "rawQuery">, path: string): RouteMatch<T> {
    let pathFits = false;
    for (const { route, path: pattern } of this.#routes) {
      const found = pattern.exec(path);
      if (found === null || !hasQueryName(request.rawQuery, route.query)) continue;
      if (route.methods.includes(request.method))
        return { target: route.target, params: { ...found.groups } };
      pathFits = true;
    }
    return pathFits ? "method-not-allowed" : "not-found";
  }
}

/** Whether a query contains a name, if there is one. Unlike the parser of values, this accepts a semicolon as separator. */
function hasQueryName(rawQuery: string, name: string | undefined): boolean {
  if (name === undefined) return true;
  return rawQuery.split(/[&;]/).some((part) => percentDecode(cut(part, "=")[0], "query") === name);
}

function compilePath(path: string): RegExp {
  const source = path.replaceAll(
    /\{(\w+)(?::([^{}]+))?\}|([.*+?^$()|[\]\\])/g,
    (_, name: string | undefined, regex: string | undefined, special: string | undefined) =>
      name === undefined ? `\\${special ?? ""}` : `(?<${name}>${regex ?? "[^/]+"})`,
  );
  return new RegExp(`^${source}$`);
}
