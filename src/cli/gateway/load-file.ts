import type { Gateway } from "@tyk-oauth/sdk/testing";
import { readNamedFile } from "../connection/files.ts";
import { UsageError } from "../errors/command-error.ts";
import { parseJsonObject } from "../spec/parsed-input.ts";
import type { LoadedClient, LoadedFile } from "./loaded-file.ts";
import { readLoadedManifest } from "./load-manifest.ts";

/** Reads the file: options and clients, or a manifest. `createGateway` checks the options. */
export async function readLoadFile(path: string): Promise<LoadedFile> {
  const source = `--load: ${path}`;
  const value = /\.ya?ml$/.test(path)
    ? undefined
    : parseJsonObject(readNamedFile(path, "--load"), source);
  // The version of a gateway is a string.
  if (value === undefined || value["version"] === 1) return readLoadedManifest(path);
  const { clients = [], ...options } = value;
  const isClient = (one: unknown): one is LoadedClient => {
    const { apiId, client } = (one ?? {}) as Record<string, unknown>;
    const { client_id: id } = (client ?? {}) as Record<string, unknown>;
    return typeof apiId === "string" && typeof id === "string";
  };
  if (!Array.isArray(clients) || !clients.every(isClient))
    throw new UsageError(
      `${source}: clients must be a list of { "apiId": ..., "client": { "client_id": ... } }`,
      "tyk-oauth clients list --json writes such a list",
    );
  return { options, clients };
}

/** Stores the clients, as the gateway's own create does. One without a secret gets a random one. */
export async function storeClients(
  gateway: Gateway,
  clients: readonly LoadedClient[],
): Promise<void> {
  const { raw } = gateway.client();
  const { isTykError } = await import("@tyk-oauth/sdk");
  for (const { apiId, client } of clients)
    try {
      await raw.createOAuthClient({ body: { ...client, api_id: apiId } });
    } catch (error) {
      if (!isTykError(error)) throw error;
      throw new UsageError(
        `--load: the client ${client.client_id ?? ""} of the API ${apiId} cannot be created`,
        "apis must have its API, and policies its policy",
      );
    }
}
