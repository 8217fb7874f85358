import type { RotationReport } from "@tyk-oauth/sdk";
import { expect } from "vitest";
import {
  expectFailure,
  expectIncomplete,
  expectOAuthError,
} from "../../support/conformance/expectations.ts";
import {
  clientPath,
  createClient,
  createOnBothApis,
  redirectUri,
  deleteClient,
} from "../../support/conformance/requests.ts";
import type { Case, CaseContext } from "../../support/conformance/case.ts";

const both = ["orders", "billing"];
const chosen = "a secret of one's own is set by a create, and no recording reads and creates so";

/** The secret that a copy of a client has. */
async function secretOn({ tyk }: CaseContext, clientId: string, apiId = "orders"): Promise<string> {
  return (await tyk.clients.get({ apiId, clientId })).secret;
}

export const secretCases: readonly Case[] = [
  {
    name: "a rotated secret replaces the old one at once",
    recordings: ["rotate"],
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "rot" };
      await createClient(context, "rot", {
        secret: "old-secret",
        meta_data: { k: "v" },
        description: "d",
      });
      await app.token("rot:old-secret", {});
      const rotated = await tyk.raw.rotateOAuthClient(clientPath("rot"));
      expect(rotated).toMatchObject({ client_id: "rot", meta_data: { k: "v" }, description: "d" });
      expect(rotated.secret).not.toBe("old-secret");
      expect(await tyk.clients.get(ref)).toEqual(rotated);
      await expectOAuthError("unauthorized_client", app.token("rot:old-secret", {}));
      await app.token(`rot:${rotated.secret}`, {});
      const nobody = tyk.raw.rotateOAuthClient(clientPath("nobody"));
      await expectFailure(nobody, "not-found", "OAuth Client ID not found");
      const nowhere = tyk.raw.rotateOAuthClient(clientPath("rot", "no-such-api"));
      await expectFailure(nowhere, "not-found", "API doesn't exist");
      await deleteClient(context, "rot");
    },
  },
  {
    name: "rotateSecret without arguments is the gateway's own rotation, and a secret whose response was lost is read",
    recordings: [],
    unrecorded: "the verb reads the client first, and no recording does",
    run: async (context) => {
      const { tyk, control } = context;
      const ref = { apiId: "orders", clientId: "rotating" };
      const stored = await createClient(context, ref.clientId, { meta_data: { k: "v" } });
      const rotated = await tyk.clients.rotateSecret(ref);
      expect(rotated).toEqual({ ...stored, secret: rotated.secret });
      expect(rotated.secret).not.toBe("s");
      const lossy = tyk.withOptions({
        fetch: async (url, init) => {
          const response = await control.fetch(url, init);
          if (init.method !== "PUT") return response;
          throw new TypeError("fetch failed", { cause: { code: "ECONNRESET", syscall: "read" } });
        },
      });
      const again = await lossy.clients.rotateSecret(ref);
      expect(again.secret).not.toBe(rotated.secret);
      expect(await tyk.clients.get(ref)).toEqual(again);
      await expectFailure(tyk.clients.rotateSecret({ ...ref, clientId: "nobody" }), "not-found");
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 5: a secret is staged before the gateway has it and activated once every API has it; the rest of the client stays",
    recordings: [],
    unrecorded: chosen,
    run: async (context) => {
      const { tyk, app } = context;
      const clientId = "staged";
      await createOnBothApis(context, clientId, { meta_data: { k: "v" }, description: "d" });
      // Drifted: one rotation puts that right.
      await tyk.raw.rotateOAuthClient(clientPath(clientId));
      const order: string[] = [];
      let next = "";
      const stage = async (secret: string): Promise<void> => {
        next = secret;
        order.push("stage");
        expect(await secretOn(context, clientId, "billing")).toBe("s");
      };
      const activate = async (): Promise<void> => {
        order.push("activate");
        for (const apiId of both) expect(await secretOn(context, clientId, apiId)).toBe(next);
      };
      const copies = await tyk.clients.rotateSecret({ clientId, apis: "all" }, { stage, activate });
      expect(order).toEqual(["stage", "activate"]);
      expect(next).toMatch(/^[0-9a-f]{64}$/);
      for (const { client } of copies)
        expect(client).toMatchObject({
          secret: next,
          meta_data: { k: "v" },
          description: "d",
          policy_id: "gold",
          redirect_uri: redirectUri,
        });
      expect((await tyk.clients.inspect({ clientId })).drift).toEqual([]);
      await expectOAuthError("unauthorized_client", app.token("staged:s", {}, "billing"));
      for (const apiId of both) await app.token(`${clientId}:${next}`, {}, apiId);
      await deleteClient(context, clientId, ...both);
    },
  },
  {
    name: "a rotation that cannot be activated is undone on every API; one that cannot be staged is not started",
    recordings: [],
    unrecorded: chosen,
    run: async (context) => {
      const { tyk } = context;
      const clientId = "undone";
      const all = { clientId, apis: "all" } as const;
      await createOnBothApis(context, clientId);
      await tyk.raw.rotateOAuthClient(clientPath(clientId, "billing"));
      const before = [
        await secretOn(context, clientId),
        await secretOn(context, clientId, "billing"),
      ];
      const now = async (): Promise<string[]> => [
        await secretOn(context, clientId),
        await secretOn(context, clientId, "billing"),
      ];
      const broken = (): never => {
        throw new Error("no vault");
      };
      const unstaged = await expectFailure(
        tyk.clients.rotateSecret(all, { stage: broken }),
        "config",
      );
      expect(unstaged.outcome).toBe("not-sent");
      expect(unstaged.message).not.toContain("no vault");
      expect(await now()).toEqual(before);

      let during: string[] = [];
      const activate = async (): Promise<void> => {
        during = await now();
        broken();
      };
      const rotation = tyk.clients.rotateSecret(all, { secret: "chosen", activate });
      const report = await expectIncomplete<RotationReport>(rotation);
      expect(report).toEqual({
        kind: "rotation",
        clientId,
        failed: "activate",
        apis: [
          { apiId: "billing", secret: "old" },
          { apiId: "orders", secret: "old" },
        ],
      });
      expect(during).toEqual(["chosen", "chosen"]);
      expect(await now()).toEqual(before);
      await deleteClient(context, clientId, ...both);
    },
  },
  {
    name: "another writer's change during a rotation is reported as a conflict",
    recordings: [],
    unrecorded: chosen,
    run: async (context) => {
      const { tyk } = context;
      const ref = { apiId: "orders", clientId: "meddled" };
      await createClient(context, ref.clientId);
      const activate = async (): Promise<void> => {
        await tyk.raw.rotateOAuthClient(clientPath(ref.clientId));
      };
      const lost = tyk.clients.rotateSecret(ref, { secret: "mine", activate });
      expect(await expectFailure(lost, "conflict")).toMatchObject({ outcome: "applied" });
      expect(await secretOn(context, ref.clientId)).not.toBe("mine");
      await deleteClient(context, ref.clientId);
    },
  },
];
