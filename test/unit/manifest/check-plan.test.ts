import { expect, test } from "vitest";
import { checkPlan } from "../../../src/manifest/check-plan.ts";
import type { Plan, PlannedClient } from "../../../src/manifest/index.ts";

const client: PlannedClient = {
  clientId: "a",
  action: "delete",
  reason: "removed",
  copies: [{ apiId: "orders", action: "delete", changes: [], tokens: "revoke" }],
  drift: [],
  fingerprint: "x",
};
const plan: Plan = {
  version: 1,
  generatedAt: "2030-01-01T00:00:00.000Z",
  apis: ["orders"],
  prune: false,
  summary: { create: 0, update: 0, delete: 1, inSync: 0, unmanaged: 0 },
  clients: [client],
  salt: "x",
  signature: "x",
};

test("copies a plan, so that later changes have no effect", () => {
  const checked = checkPlan("applyPlan", plan);
  expect(checked).toEqual(plan);
  expect(checked.clients).not.toBe(plan.clients);
});

test.each([
  ["/clients/0", { clients: [{ ...client, protected: true }] }],
  ["/clients/0/clientId", { clients: [{ ...client, clientId: "a/b" }] }],
  ["/clients/0/clientId", { clients: [{ ...client, clientId: "" }] }],
  ["/clients/0/action", { clients: [{ ...client, action: "drop" }] }],
  ["/clients/0/secret", { clients: [{ ...client, secret: { env: "A", file: "b" } }] }],
  ["/clients/0/secret/generate", { clients: [{ ...client, secret: { generate: true } }] }],
  ["/clients/0/copies/0/changes/0/field", withChange({ field: "secret", from: null, to: "x" })],
  ["/clients/0/copies/0/changes/0", withChange({ field: "description", from: null })],
  ["/clients/0/copies/0/apiId", { clients: [{ ...client, copies: [{ apiId: 7 }] }] }],
  ["/version", { version: 2 }],
  ["/more", { more: 1 }],
  ["/signature", { signature: "" }],
])("refuses a plan that is wrong at %s", (path, change) => {
  const check = (): Plan => checkPlan("applyPlan", { ...plan, ...change });
  expect(check).toThrow(expect.objectContaining({ code: "manifest" }) as Error);
  try {
    check();
  } catch (error) {
    const { problems } = error as { readonly problems: readonly { readonly path: string }[] };
    expect(problems.map((problem) => problem.path)).toContain(path);
  }
});

test("refuses a plan that cannot be read", () => {
  const broken = {
    get version(): never {
      throw new Error("canary");
    },
  };
  expect(() => checkPlan("applyPlan", broken)).toThrow(/^applyPlan: the plan cannot be applied: /);
});

function withChange(change: object): object {
  return { clients: [{ ...client, copies: [{ ...client.copies[0], changes: [change] }] }] };
}
