import type { TykOAuth, TykPromise } from "@tyk-oauth/sdk";
import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import {
  clientPath,
  createClient,
  redirectUri,
  deleteClient,
} from "../../support/conformance/requests.ts";
import type { Case, CaseContext } from "../../support/conformance/case.ts";

const clientId = "untouched";
const ref = { apiId: "orders", clientId };
const unrecorded = "each verb looks in its own way, and no recording looks so";

/** Verbs that write, as they would be called for a client that is there, by the operation that each would send. */
function writes(
  tyk: TykOAuth,
  listedCode: string,
  token: string,
): Readonly<Record<string, () => TykPromise<unknown>>> {
  const body = { client_id: "not-made", api_id: "orders", redirect_uri: redirectUri };
  return {
    createOAuthClient: () => tyk.clients.create(body),
    updateOAuthClient: () => tyk.clients.update(ref, { description: "changed" }),
    rotateOAuthClient: () => tyk.clients.rotateSecret(ref),
    deleteOAuthClient: () => tyk.clients.delete(ref),
    revokeSingleToken: () => tyk.tokens.revoke({ clientId, token }),
    deleteKey: () => tyk.tokens.revoke({ apiId: "orders", listedCode }),
    invalidateOAuthRefresh: () => tyk.tokens.revoke({ apiId: "orders", refreshToken: "x" }),
    revokeAllTokens: () => tyk.tokens.revokeAll(ref),
    authorizeClient: () => tyk.clients.authorize(ref, { redirectUri }),
    purgeOAuthTokens: () => tyk.tokens.purgeLapsed(),
  };
}

/** A client with a token, a look at all that could change, and whether its secret and its token work. */
async function settled(context: CaseContext): Promise<{
  readonly listedCode: string;
  readonly token: string;
  readonly look: () => Promise<unknown>;
}> {
  const { tyk, app } = context;
  await createClient(context, clientId);
  const { access_token: token } = await app.token(`${clientId}:s`, {});
  const listedCode = (await tyk.tokens.list(ref))[0]?.code ?? "";
  const look = async (): Promise<unknown> => [
    await tyk.clients.list({ apiId: "orders" }),
    await tyk.clients.list({ apiId: "billing" }),
    await tyk.tokens.list(ref),
    (await tyk.tokens.inspect({ apiId: "orders", listedCode })).life,
    await app.use(token),
  ];
  return { listedCode, token, look };
}

export const modeCases: readonly Case[] = [
  {
    name: "a read-only client rejects every writing method and operation before any request",
    recordings: [],
    unrecorded,
    run: async (context) => {
      const { listedCode, token, look } = await settled(context);
      const before = await look();
      const reader = context.tyk.withOptions({ readOnly: true });
      const refused = { outcome: "not-sent", attempts: 0, steps: [] };
      for (const write of Object.values(writes(reader, listedCode, token)))
        expect(await expectFailure(write(), "config")).toMatchObject(refused);
      const others = [
        () => reader.clients.cutOff({ clientId }),
        () => reader.clients.repairIndex({ apiId: "orders", candidates: ["x"] }),
        () => reader.clients.replace(ref, { redirect_uri: redirectUri }),
        () => reader.raw.deleteOAuthClient(clientPath(clientId)),
        () => reader.raw.revokeSingleToken({ body: { token, client_id: clientId } }),
      ];
      for (const call of others)
        expect(await expectFailure(call(), "config")).toMatchObject(refused);
      expect(await look()).toEqual(before);
      expect((await reader.clients.get(ref)).client_id).toBe(clientId);
      const { tokens } = await reader.tokens.find({
        apiId: "orders",
        where: { oauth_client_id: clientId },
      });
      expect(tokens).toHaveLength(1);
      await deleteClient(context, clientId);
    },
  },
  {
    name: "a dry run reads, reports what it would write, and changes nothing",
    recordings: [],
    unrecorded,
    run: async (context) => {
      const { tyk } = context;
      const { listedCode, token, look } = await settled(context);
      const before = await look();
      const dry = tyk.withOptions({ dryRun: true });
      for (const [operation, write] of Object.entries(writes(dry, listedCode, token))) {
        const { steps } = await write().withResponse();
        const planned = steps.filter(({ outcome }) => outcome === "not-sent");
        expect(planned.map((step) => step.operation)).toContain(operation);
      }
      const deletion = await dry.clients.delete(ref);
      expect(deletion).toMatchObject({ apis: [{ existed: true }], tokens: { dryRun: true } });
      const report = await dry.tokens.revokeAll(ref);
      expect(report).toMatchObject({ dryRun: true, apis: [{ state: "still-alive", count: 1 }] });
      const staged: string[] = [];
      const cut = dry.clients.cutOff({ clientId }, { stage: (secret) => void staged.push(secret) });
      expect((await cut).report.secrets).toEqual([{ apiId: "orders", secret: "unchanged" }]);
      // A vault must not take a secret that nobody will have.
      expect(staged).toEqual([]);
      const taken = { client_id: clientId, api_id: "orders", redirect_uri: redirectUri };
      await expectFailure(dry.clients.create(taken), "conflict");
      await expectFailure(dry.raw.deleteOAuthClient(clientPath(clientId)), "config");
      expect(await look()).toEqual(before);
      await deleteClient(context, clientId);
    },
  },
];
