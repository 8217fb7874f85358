import { percentDecode } from "../go/percent-encoding.ts";
import type { GatewayResponse } from "../http/response.ts";
import type { GatewayRequest } from "../http/request.ts";

/** A route: methods, the path that it matches whole, and a name that the query must hold. */
export interface Route<T> {
  readonly methods: readonly string[];
  readonly path: string;
  readonly query?: string;
  readonly target: T;
}

/** Where a request leads: the operation's name, where it has one, and what answers it once it runs. */
export interface RoutedRequest {
  readonly operation: string | undefined;
  /** Takes effect. Throws where the gateway drops the connection. */
  readonly handle: () => GatewayResponse | Promise<GatewayResponse>;
}

/** What a request was routed to. */
export type RouteMatch<T> =
  | { readonly target: T; readonly params: Readonly<Record<string, string>> }
  | "method-not-allowed"
  | "not-found";

/**
 * A table of routes, tried in order. In a path `{name}` stands for one segment or part of it, and `{name:regex}` for what
 * the regular expression matches. Where only the method does not fit any route, that is what the match says.
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
      if (
        found === null ||
        (route.query !== undefined && !hasQueryName(request.rawQuery, route.query))
      )
        continue;
      if (route.methods.includes(request.method))
        return { target: route.target, params: { ...found.groups } };
      pathFits = true;
    }
    return pathFits ? "method-not-allowed" : "not-found";
  }
}

/** Whether a query holds a name. Unlike where its values are read, a semicolon parts them too. */
function hasQueryName(rawQuery: string, name: string): boolean {
  return rawQuery
    .split(/[&;]/)
    .some((part) => percentDecode(part.split("=", 1)[0] ?? "", "query") === name);
}

function compilePath(path: string): RegExp {
  const source = path.replaceAll(
    /\{(\w+)(?::([^{}]+))?\}|([.*+?^$()|[\]\\])/g,
    (_, name: string | undefined, regex: string | undefined, special: string | undefined) =>
      name === undefined ? `\\${special ?? ""}` : `(?<${name}>${regex ?? "[^/]+"})`,
  );
  return new RegExp(`^${source}$`);
}
