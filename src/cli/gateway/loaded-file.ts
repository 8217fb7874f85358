import type { NewClientRequest } from "@tyk-oauth/sdk";
import type { GatewayOptions } from "@tyk-oauth/sdk/testing";

/** A client of the file, as `clients list --json` shows it. */
export interface LoadedClient {
  readonly apiId: string;
  readonly client: NewClientRequest;
}

/** What `--load` reads: options of `createGateway`, and clients. */
export interface LoadedFile {
  readonly options: GatewayOptions;
  readonly clients: readonly LoadedClient[];
}
