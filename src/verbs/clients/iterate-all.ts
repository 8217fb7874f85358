import type { OAuthClient } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import type { Deps } from "../deps.ts";
import type { VerbOptions } from "../../types/options.ts";
import { readOAuthApiIds } from "../apis/definition.ts";
import { streamElements } from "../lists/stream-elements.ts";
import { parameters } from "../parameters.ts";
import { startMethod } from "../run.ts";
import { createBrokenIndexError, isBrokenIndexError, streamClients } from "./list.ts";
import { withoutSecret } from "./read.ts";
import type { ClientWithoutSecret } from "./read.ts";

/** The arguments of `clients.iterateAll`. */
export interface IterateAllArgs<Secrets extends boolean = boolean> {
  /**
   * The id of the APIs' organisation. An empty string means any organisation.
   * @defaultValue the `orgId` option of the `TykOAuth` client; without it, any organisation
   */
  readonly orgId?: string | undefined;
  /**
   * Whether each client includes its secret.
   * @defaultValue false
   */
  readonly secrets?: Secrets | undefined;
}

/** A client with the id of its API. */
export interface ClientOfApi<Client = ClientWithoutSecret> {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The client as that API stores it. */
  readonly client: Client;
}

type ClientOf<Secrets extends boolean> = Secrets extends true ? OAuthClient : ClientWithoutSecret;

const name = "clients.iterateAll" as const;

/** Yields the clients of every OAuth API in batches, one API after the other. */
export async function* iterateAll<Secrets extends boolean>(
  deps: Deps,
  passedArgs: IterateAllArgs<Secrets> | undefined,
  options: Omit<VerbOptions, "deadlineMs"> | undefined,
): AsyncGenerator<readonly ClientOfApi<ClientOf<Secrets>>[], void, undefined> {
  const { data: start } = await startMethod(name, deps, [passedArgs], options, async (context) => {
    const { orgId, secrets } = context.check.args(passedArgs, parameters[name].args);
    context.check.flag(secrets, "secrets");
    return { apiIds: await readOAuthApiIds(context, context.orgId(orgId)), secrets };
  });
  const brokenApis: string[] = [];
  for (const apiId of start.apiIds) {
    const clients = streamElements<OAuthClient>(name, options, (limited, queue) =>
      startMethod(name, deps, [passedArgs], limited, async (context) => {
        try {
          await streamClients(context, apiId, queue);
        } catch (error) {
          // The clients of the other APIs come first. The error follows at the end.
          if (!isBrokenIndexError(error)) throw error;
          brokenApis.push(apiId);
        }
      }),
    );
    for await (const batch of clients) {
      yield batch.map((client) => ({
        apiId,
        // `Secrets` is the type of the argument `secrets`, which TypeScript cannot see here.
        client: (start.secrets === true ? client : withoutSecret(client)) as ClientOf<Secrets>,
      }));
    }
  }
  if (brokenApis.length === 0) return;
  await startMethod(name, deps, [passedArgs], options, (context) => {
    const cause = new TykNotFoundError("not found (404)", { operation: name, status: 404 });
    return Promise.reject(createBrokenIndexError(context, brokenApis, cause));
  });
}
