import { faultsOf } from "./schema-faults.ts";
import type { Exchange } from "../recordings/exchanges.ts";
import { operations } from "./spec.ts";
import type { Operation } from "./spec.ts";

export interface Match {
  operation: Operation;
  pathValues: Record<string, string>;
  query: URLSearchParams;
}

/** The destination of an exchange in the spec. */
export type Destination =
  /** An operation of the spec. */
  | "operation"
  /** An operation with an id that the spec does not allow in a path: empty, a dot segment, or with a slash. */
  | "id that leads elsewhere"
  /** A path of the spec with another method. */
  | "method not in the spec"
  /** authorize-client of an API without OAuth, which its upstream receives. */
  | "upstream of an API without OAuth"
  /** A protected API. */
  | "protected API"
  | "nowhere";

const expressions = new Map(operations.map((operation) => [operation, expressionOf(operation)]));

/** The most concrete template first, as in the gateway's router. */
const byConcreteness = operations.toSorted((a, b) => variablesOf(a).length - variablesOf(b).length);

export function matchOf({ request: { method, path } }: Exchange): Match | undefined {
  const [pathname = "", query] = path.split("?");
  for (const operation of byConcreteness) {
    const found = operation.method === method && expressions.get(operation)?.exec(pathname);
    if (!found) continue;
    const values = Object.entries(found.groups ?? {});
    const pathValues = Object.fromEntries(
      values.map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    return { operation, pathValues, query: new URLSearchParams(query) };
  }
  return undefined;
}

export function destinationOf(exchange: Exchange): Destination {
  const match = matchOf(exchange);
  const { path } = exchange.request;
  // The longest listen path wins.
  const [api] = exchange.apis
    .filter(({ listen_path }) => path.startsWith(listen_path))
    .sort((one, other) => other.listen_path.length - one.listen_path.length);
  if (match && api?.use_oauth2 === false) return "upstream of an API without OAuth";
  if (match) return pathFaultsOf(match).length > 0 ? "id that leads elsewhere" : "operation";
  if ([...expressions.values()].some((expression) => expression.test(path.split("?")[0] ?? "")))
    return "method not in the spec";
  return api && path === `${api.listen_path}hello` ? "protected API" : "nowhere";
}

/** Returns the faults of the ids in the path. */
export function pathFaultsOf({ operation, pathValues }: Match): string[] {
  return operation.parameters
    .filter((parameter) => parameter.in === "path")
    .flatMap(({ name, schema }) =>
      faultsOf(pathValues[name], schema).map((fault) => `${name}: ${fault}`),
    );
}

function variablesOf({ template }: Operation): string[] {
  return template.match(/\{\w+\}/g) ?? [];
}

function expressionOf({ template, onListenPath, documentedAtRoot }: Operation): RegExp {
  const path = template.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]*)");
  // authorize-client is also served without its trailing slash.
  const end = documentedAtRoot ? "?$" : "$";
  return new RegExp(
    `^${onListenPath ? `(/[^/]+)${documentedAtRoot ? "?" : ""}` : ""}${path}${end}`,
  );
}
