import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A folder with manifests for the gateway of `createShop`. */
export interface ManifestFolder {
  readonly folder: string;
  /** Writes a file, and returns its path. */
  readonly write: (name: string, text: string | Uint8Array) => string;
  /** A manifest that changes nothing. */
  readonly inSync: string;
  readonly inSyncText: string;
  /** A manifest that updates a client, and creates another. */
  readonly changing: string;
  readonly changingText: string;
  /** A manifest that deletes the client. */
  readonly removing: string;
}

const inSyncText = `version: 1
apis: [orders, billing]
clients:
  shop-web:
    policy_id: gold
    redirect_uri: https://shop.example/cb
    description: Shop web front
    meta_data: { team: storefront }
`;

const newClient = `  shop-app:
    policy_id: gold
    redirect_uri: https://app.example/cb
`;

/** Makes the folder, and removes it after the tests of the file. */
export function createManifestFolder(): ManifestFolder {
  const folder = mkdtempSync(join(tmpdir(), "tyk-oauth-cli-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, text: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const changingText = inSyncText.replace("Shop web front", "Shop") + newClient;
  return {
    folder,
    write,
    inSync: write("in-sync.yaml", inSyncText),
    inSyncText,
    changing: write("changing.yaml", changingText),
    changingText,
    removing: write("removing.yaml", "version: 1\napis: [orders, billing]\nremoved: [shop-web]\n"),
  };
}
