import type { OAuthClient } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import type { Deps } from "../deps.ts";
import type { VerbOptions } from "../../types/options.ts";
import { readOAuthApis } from "../apis/definition.ts";
import { startMethod } from "../run.ts";
import { createBrokenIndexError, isBrokenIndexError, readClients } from "./list.ts";
import { withoutSecret } from "./read.ts";
import type { ClientWithoutSecret } from "./read.ts";

/** What `clients.iterateAll` is asked for. */
export interface IterateAllArgs<Secrets extends boolean = boolean> {
  /**
   * The organisation of the APIs; empty means any.
   * @defaultValue the client's `orgId`, otherwise any
   */
  readonly orgId?: string | undefined;
  /**
   * Whether each client comes with its secret.
   * @defaultValue false
   */
  readonly secrets?: Secrets | undefined;
}

/** A client of an API of many. */
export interface ClientOfApi<Client = ClientWithoutSecret> {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The client as that API stores it. */
  readonly client: Client;
}

type ClientOf<Secrets extends boolean> = Secrets extends true ? OAuthClient : ClientWithoutSecret;

const name = "clients.iterateAll";

/** Goes through the clients of every OAuth API, one API after the other. */
export async function* iterateAll<Secrets extends boolean>(
  deps: Deps,
  passed: IterateAllArgs<Secrets> | undefined,
  options: Omit<VerbOptions, "deadlineMs"> | undefined,
): AsyncGenerator<ClientOfApi<ClientOf<Secrets>>, void, undefined> {
  // Each request is a run of its own, since nothing may be left open where the caller stops half-way.
  const { data: found } = await startMethod(name, deps, options, async (context) => {
    const { orgId, secrets } = context.check.args(passed, ["orgId", "secrets"]);
    context.check.flag(secrets, "secrets");
    return {
      apis: await readOAuthApis(context, context.orgId(orgId)),
      withSecrets: secrets === true,
    };
  });
  const { apis, withSecrets } = found;
  const broken: string[] = [];
  for (const { api_id: apiId } of apis) {
    const { data: clients } = await startMethod(name, deps, options, async (context) => {
      try {
        return await readClients(context, apiId);
      } catch (error) {
        // The others first; then it is told.
        if (!isBrokenIndexError(error)) throw error;
        broken.push(apiId);
        return [];
      }
    });
    for (const client of clients) {
      // The type says the same of the argument.
      const asked = (withSecrets ? client : withoutSecret(client)) as ClientOf<Secrets>;
      yield { apiId, client: asked };
    }
  }
  if (broken.length === 0) return;
  await startMethod(name, deps, options, (context) => {
    const cause = new TykNotFoundError("not found (404)", { operation: name, status: 404 });
    return Promise.reject(createBrokenIndexError(context, broken, cause));
  });
}
