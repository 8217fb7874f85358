import type { CutOffReport } from "@tyk-oauth/sdk";
import { expect } from "vitest";
import {
  expectFailure,
  expectIncomplete,
  expectOAuthError,
} from "../../support/conformance/expectations.ts";
import {
  clientPath,
  requestTokens,
  createOnBothApis,
  refresh,
  deleteClient,
} from "../../support/conformance/requests.ts";
import type { Case } from "../../support/conformance/case.ts";

const both = ["billing", "orders"];

export const cutOffCases: readonly Case[] = [
  {
    name: "traps 8 and 13: cutOff makes a leaked secret useless on every API, ends what was minted with it, and proves it where that can be",
    recordings: [],
    unrecorded: "the secret is new each time, and the proof takes requests that no recording has",
    run: async (context) => {
      const { tyk, app, gateway } = context;
      const clientId = "leaked";
      await createOnBothApis(context, clientId);
      // Revoked alone, a leaked secret mints again.
      await tyk.raw.revokeAllTokens({ body: { client_id: clientId, client_secret: "s" } });
      const tokens = await requestTokens(context, clientId);
      const { access_token: two } = await app.token(`${clientId}:s`, {}, "billing");
      // Rotated alone, on one API, it mints on the other, and its tokens go on.
      const { secret: drifted } = await tyk.raw.rotateOAuthClient(clientPath(clientId));
      await app.token(`${clientId}:s`, {}, "billing");
      expect(await app.use(tokens.access)).toBe(200);

      const staged: string[] = [];
      const stage = (secret: string): void => void staged.push(secret);
      const call = tyk.clients.cutOff({ clientId }, { stage });
      const report = gateway.listsHashes
        ? (await call).report
        : await expectIncomplete<CutOffReport>(call);
      const state = gateway.listsHashes ? "refused-at-api" : "unverified";
      expect(report).toMatchObject({
        clientId,
        secrets: both.map((apiId) => ({ apiId, secret: "replaced" })),
        apis: both.map((apiId) => ({ apiId, state })),
      });
      const [next = ""] = staged;
      expect(staged).toHaveLength(1);
      for (const apiId of both) {
        expect((await tyk.clients.get({ apiId, clientId })).secret).toBe(next);
        for (const leaked of ["s", drifted])
          await expectOAuthError(
            "unauthorized_client",
            app.token(`${clientId}:${leaked}`, {}, apiId),
          );
      }
      expect(await app.use(tokens.access)).toBe(403);
      expect(await app.use(two, "billing")).toBe(403);
      await expectOAuthError(
        "invalid_grant",
        refresh(context, `${clientId}:${next}`, tokens.refresh),
      );
      const text = JSON.stringify(report);
      for (const secret of [next, drifted, tokens.access, tokens.refresh, two])
        expect(text).not.toContain(secret);
      await deleteClient(context, clientId, ...both);
    },
  },
  {
    name: "cutOff changes nothing if the new secret cannot be staged, and can be repeated with the same secret",
    recordings: [],
    unrecorded: "the proof takes requests that no recording has",
    run: async (context) => {
      const { tyk } = context;
      const clientId = "cut-twice";
      await createOnBothApis(context, clientId);
      const broken = (): never => {
        throw new Error("no vault");
      };
      const unstaged = tyk.clients.cutOff({ clientId }, { stage: broken });
      expect(await expectFailure(unstaged, "config")).toMatchObject({ outcome: "not-sent" });
      expect((await tyk.clients.inspect({ clientId })).drift).toEqual([]);
      expect((await tyk.clients.get({ apiId: "orders", clientId })).secret).toBe("s");
      const args = { secret: "chosen", wait: false, ifUnproved: "report" } as const;
      // As if the first run had been cut after one copy.
      const { client_id, ...rest } = await tyk.clients.get({ apiId: "billing", clientId });
      const body = { ...rest, client_id, api_id: "billing", secret: "chosen" };
      await tyk.raw.createOAuthClient({ body });
      const { steps, data } = await tyk.clients.cutOff({ clientId }, args).withResponse();
      const created = steps.filter(({ operation }) => operation === "createOAuthClient");
      expect(created.map(({ apiId }) => apiId)).toEqual(["orders"]);
      expect(data.copies.map(({ client }) => client.secret)).toEqual(["chosen", "chosen"]);
      await expectFailure(tyk.clients.cutOff({ clientId: "nobody" }), "not-found");
      await deleteClient(context, clientId, ...both);
    },
  },
];
