import { readFileSync } from "node:fs";
import { join } from "node:path";
import { changesSince } from "../changes/changes-since.ts";
import { baselineAt, baselineIn, lastRelease } from "../changes/baseline.ts";
import type { Baseline } from "../changes/baseline.ts";
import { weightiest } from "../changes/change.ts";
import { showChanges } from "../changes/show.ts";
import { predecessor, whyTooSmall } from "../changes/versions.ts";
import { root } from "../support/root.ts";
import { failureOf, run } from "../support/run.ts";
import type { RegistryClient } from "./registry.ts";

/** Why what is checked out must not be released as this version, a line each. */
export async function refusals(version: string, registry?: RegistryClient): Promise<string[]> {
  const refused = [...dirt(), ...staleCode(), ...noChangelog(version)];
  refused.push(...(await otherVersion(version)));
  const published = registry?.versions() ?? [];
  if (published.includes(version)) return [...refused, `the registry has ${version} already`];
  const before = predecessor(version, published);
  if (before === undefined && published.length > 0)
    return [...refused, `the registry has later versions than ${version} alone`];
  using baseline =
    registry === undefined || before === undefined
      ? lastTag()
      : baselineIn(registry.fetch(before), before);
  if (baseline === undefined) console.log("Nothing was released before.");
  else refused.push(...(await tooSmall(version, baseline)));
  return refused;
}

function dirt(): string[] {
  const changed = run("git", ["status", "--porcelain"]).trim();
  return changed === "" ? [] : [`there are changes that are not committed:\n${changed}`];
}

function staleCode(): string[] {
  const stale = failureOf(process.execPath, ["scripts/check-generated.ts"]);
  return stale === undefined ? [] : [stale];
}

function noChangelog(version: string): string[] {
  const headings = readFileSync(join(root, "CHANGELOG.md"), "utf8").split("\n");
  const isThere = headings.some(
    (line) => line.startsWith(`## ${version} (`) && /\(\d{4}-\d\d-\d\d\)$/.test(line),
  );
  return isThere ? [] : [`CHANGELOG.md has no section "## ${version} (the day)"`];
}

/** By its user agent a release would be taken for another one. */
async function otherVersion(version: string): Promise<string[]> {
  const built = (await import(join(root, "dist/index.js"))) as { version: string };
  return built.version === version ? [] : [`src/version.ts says ${built.version}`];
}

function lastTag(): Baseline | undefined {
  const tag = lastRelease();
  return tag === "HEAD" ? undefined : baselineAt(tag);
}

async function tooSmall(version: string, baseline: Baseline): Promise<string[]> {
  const { spec, types } = await changesSince(baseline);
  showChanges(`The spec since ${baseline.name}`, spec);
  showChanges(`The public types since ${baseline.name}`, types);
  const why = whyTooSmall(version, baseline.version, weightiest([...spec, ...types]));
  return why === undefined ? [] : [why];
}
