import { operations } from "../../../src/operations/operations.ts";

/** The gateway's routes in their order: those with the most fixed segments first. */
const routes = Object.values(operations)
  .filter(({ servedBy }) => servedBy === "control")
  .map(({ method, template }) => ({ method, segments: template.split("/"), template }))
  .sort((a, b) => words(b.segments) - words(a.segments));

function words(segments: readonly string[]): number {
  return segments.filter((segment) => !segment.startsWith("{")).length;
}

/**
 * Returns the route that the gateway's router selects. The router decodes the path first. If the cleaned path differs, it
 * redirects (`undefined` here), and otherwise it matches.
 */
export function routeOf(line: string): { route: string; values: string[] } | undefined {
  const [method, path = ""] = line.split(" ");
  const decoded = decodeURIComponent(path).split("/");
  if (decoded.slice(1).some((segment) => segment === "" || segment === "." || segment === ".."))
    return undefined;
  const found = routes.find(
    (route) =>
      route.method === method &&
      route.segments.length === decoded.length &&
      route.segments.every((segment, at) => segment.startsWith("{") || segment === decoded[at]),
  );
  if (found === undefined) return undefined;
  const values = decoded.filter((_, at) => found.segments[at]?.startsWith("{"));
  return { route: `${found.method} ${found.template}`, values };
}
