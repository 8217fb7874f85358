import { operations } from "../../../src/operations/operations.ts";

/** The gateway's routes as it tries them: those without a parameter, and those of more words, first. */
const routes = Object.values(operations)
  .filter(({ servedBy }) => servedBy === "control")
  .map(({ method, template }) => ({ method, segments: template.split("/"), template }))
  .sort((a, b) => words(b.segments) - words(a.segments));

function words(segments: readonly string[]): number {
  return segments.filter((segment) => !segment.startsWith("{")).length;
}

/**
 * Where a request ends up, as the gateway's router sees it: it decodes the path first, redirects to the cleaned one where
 * that is another (`undefined` here), and only then matches.
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
