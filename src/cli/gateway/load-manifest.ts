import type { Manifest } from "@tyk-oauth/sdk/manifest";
import { InvalidFileError } from "../errors/command-error.ts";
import { readYamlSource } from "../yaml/yaml-source.ts";
import type { LoadedClient, LoadedFile } from "./loaded-file.ts";

/** Reads a manifest, as `export` writes it. Its policies grant the APIs of their clients. */
export async function readLoadedManifest(path: string): Promise<LoadedFile> {
  const source = await readYamlSource(path, "--load");
  if (source.problems.length > 0)
    throw new InvalidFileError("--load: the file is not valid YAML", source.problems);
  const { secrets, ...value } = (source.value ?? {}) as Record<string, unknown>;
  const { parseManifest, TykManifestError } = await import("@tyk-oauth/sdk/manifest");
  let manifest: Manifest;
  try {
    manifest = await parseManifest(value);
  } catch (error) {
    if (!(error instanceof TykManifestError)) throw error;
    const problems = error.problems.map((problem) => ({
      ...problem,
      file: path,
      ...source.positionOf(problem.path),
    }));
    throw new InvalidFileError("--load: the manifest is wrong", problems);
  }
  return { options: toOptions(manifest), clients: toClients(manifest, secrets) };
}

function toOptions({ apis, clients }: Manifest): LoadedFile["options"] {
  const policies: Record<string, string[]> = {};
  for (const { policy_id: id, apis: granted } of Object.values(clients))
    if (id !== undefined) policies[id] = [...new Set([...(policies[id] ?? []), ...granted])];
  return { apis: [...apis], policies };
}

/** The secrets of the file, or a random one that all copies of a client share. */
function toClients({ clients }: Manifest, secrets: unknown): LoadedClient[] {
  const secretOf = (id: string, apiId: string): string | undefined => {
    const byApi = ((secrets ?? {}) as Record<string, unknown>)[id];
    const secret = ((byApi ?? {}) as Record<string, unknown>)[apiId];
    return typeof secret === "string" ? secret : undefined;
  };
  return Object.entries(clients).flatMap(([id, client]) => {
    const { apis, redirect_uri, policy_id, description, meta_data } = client;
    const random = crypto.randomUUID();
    return apis.map((apiId) => ({
      apiId,
      client: {
        client_id: id,
        secret: secretOf(id, apiId) ?? random,
        ...(redirect_uri === undefined ? {} : { redirect_uri }),
        ...(policy_id === undefined ? {} : { policy_id }),
        ...(description === undefined ? {} : { description }),
        ...(meta_data === undefined ? {} : { meta_data }),
      },
    }));
  });
}
