import type { Manifest, ManifestProblem } from "@tyk-oauth/sdk/manifest";
import type { CommandContext } from "../command-context.ts";
import { InvalidFileError } from "../errors/command-error.ts";
import type { FileProblem } from "../errors/command-error.ts";
import { formatCount } from "../output/format-duration.ts";
import type { ArgumentSpec, OptionSpec } from "../spec/command-spec.ts";
import { FileSecrets, rebaseSecretFiles } from "./file-secrets.ts";
import { readYamlSource } from "../yaml/yaml-source.ts";
import type { YamlSource } from "../yaml/yaml-source.ts";

/** The files of a manifest. */
export const filesArg: ArgumentSpec = {
  name: "FILE",
  description: "a manifest, as YAML or JSON; several are merged",
  isList: true,
};

/** The option that selects the overrides of an environment. */
export const environmentOption: OptionSpec = {
  flags: "--environment <name>",
  description: "apply the overrides of this environment",
};

/** The option that deletes what the manifest does not name. */
export const pruneOption: OptionSpec = {
  flags: "--prune",
  description: "also delete the clients of the scope that the manifest does not name",
};

/** The manifest of some files, and how problems of it are shown. */
export interface ManifestFiles {
  readonly manifest: Manifest;
  readonly secrets: FileSecrets;
  /** Runs something that may find problems. They are thrown with their file, line and column. */
  readonly locate: <T>(run: () => Promise<T>) => Promise<T>;
}

/** Options of {@link readManifestFiles}. */
export interface ReadOptions {
  /** Whether references to secrets are left as they are. */
  readonly skipsSecrets?: boolean;
  /** The option that names the files. */
  readonly source?: string;
}

/** Reads the manifest files of a command line. Throws with every problem of every file. */
export async function readManifestFiles(
  { host, input }: Pick<CommandContext, "host" | "input">,
  files: readonly string[],
  { skipsSecrets = false, source = "FILE" }: ReadOptions = {},
): Promise<ManifestFiles> {
  const sources: YamlSource[] = [];
  for (const file of files) sources.push(await readYamlSource(file, source));
  const broken = sources.flatMap(({ problems }) => problems);
  const whole = sources.filter(({ problems }) => problems.length === 0);
  const secrets = new FileSecrets(host);
  const { parseManifest, TykManifestError } = await import("@tyk-oauth/sdk/manifest");
  const parsed: { manifest?: Manifest } = {};
  const locate = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof TykManifestError)) throw error;
      const located = error.problems.map((problem) =>
        locateProblem(problem, sources, parsed.manifest, secrets),
      );
      throw invalid([...broken, ...located]);
    }
  };
  for (const { file, value } of whole) rebaseSecretFiles(value, file);
  const environment = input.text("--environment");
  // The other files are checked too, so that all problems come at once. Without the broken file, names of it would be missing.
  if (whole.length === 0 || (broken.length > 0 && environment !== undefined)) throw invalid(broken);
  const manifest = await locate(() =>
    parseManifest(
      whole.map(({ file, value }) => ({ file, value })),
      { environment, ...(skipsSecrets ? {} : { secrets: secrets.resolve }) },
    ),
  );
  if (broken.length > 0) throw invalid(broken);
  parsed.manifest = manifest;
  return { manifest, secrets, locate };
}

function invalid(problems: readonly FileProblem[]): InvalidFileError {
  const sorted = [...problems].sort(
    (one, other) =>
      (one.file ?? "").localeCompare(other.file ?? "") || (one.line ?? 0) - (other.line ?? 0),
  );
  return new InvalidFileError(
    `${formatCount(problems.length, "problem")} in the manifest: nothing was changed`,
    sorted,
  );
}

/** Finds the file, the line and the column of a problem. */
function locateProblem(
  problem: ManifestProblem,
  sources: readonly YamlSource[],
  manifest: Manifest | undefined,
  secrets: FileSecrets,
): FileProblem {
  const { path, file } = findApi(problem, sources, manifest);
  const source =
    sources.find((one) => one.file === file) ?? (sources.length === 1 ? sources[0] : undefined);
  return {
    ...(source === undefined ? {} : { file: source.file, ...source.positionOf(path) }),
    path,
    message: secrets.explain(problem.message),
  };
}

/** An API of the scope can be in any of the files. */
function findApi(
  { path, file }: ManifestProblem,
  sources: readonly YamlSource[],
  manifest: Manifest | undefined,
): { readonly path: string; readonly file: string | undefined } {
  const apiId = manifest?.apis[Number(/^\/apis\/(\d+)$/.exec(path)?.[1])];
  if (file === undefined && apiId !== undefined)
    for (const source of sources) {
      const { apis } = (source.value ?? {}) as { readonly apis?: unknown };
      const index = Array.isArray(apis) ? apis.indexOf(apiId) : -1;
      if (index >= 0) return { path: `/apis/${index}`, file: source.file };
    }
  return { path, file };
}
