import { describe, expect, test } from "vitest";
import {
  exportManifest,
  manifestSchema,
  parseManifest,
  planManifest,
} from "../../../src/manifest/index.ts";
import type { ExportWarning } from "../../../src/manifest/index.ts";
import { findShapeProblems } from "../../../src/manifest/check-shape.ts";
import { createFleetGateway } from "../../support/manifest/gateway.ts";

const redirect_uri = "https://shop.example/cb";

describe("exportManifest", () => {
  test("exports the clients of all OAuth APIs without secrets; a plan of it is empty", async () => {
    const { tyk } = createFleetGateway();
    const secret = "canary-4f1c";
    const body = { redirect_uri, secret, policy_id: "gold", meta_data: { team: "x" } };
    await tyk.clients.create({ client_id: "a", ...body }, { apis: ["orders", "vault"] });
    await tyk.clients.create({ client_id: "b", redirect_uri, secret, api_id: "billing" });
    // Values that a manifest refuses without lint.
    for (const [client_id, uri] of [
      ["c:d", redirect_uri],
      ["e", ""],
      ["f", "https://f.example/#x"],
    ])
      await tyk.raw.createOAuthClient({
        body: { client_id, api_id: "orders", redirect_uri: uri, secret },
      });
    const manifest = await exportManifest(tyk);
    expect(manifest).toEqual({
      version: 1,
      apis: ["billing", "orders", "vault"],
      clients: {
        a: {
          apis: ["orders", "vault"],
          redirect_uri,
          policy_id: "gold",
          meta_data: { team: "x" },
        },
        b: { apis: ["billing"], redirect_uri },
        "c:d": { apis: ["orders"], redirect_uri, lint: "warn" },
        e: { apis: ["orders"], lint: "warn" },
        f: { apis: ["orders"], redirect_uri: "https://f.example/#x", lint: "warn" },
      },
      removed: [],
    });
    expect(findShapeProblems(manifest, manifestSchema)).toEqual([]);
    const text = JSON.stringify(manifest);
    expect(text).not.toContain("4f1c");
    const plan = await planManifest(tyk, await parseManifest(JSON.parse(text)), { prune: true });
    expect(plan.summary).toEqual({ create: 0, update: 0, delete: 0, inSync: 5, unmanaged: 0 });
  });

  test("exports the named APIs, with references", async () => {
    const { tyk } = createFleetGateway();
    await tyk.clients.create({ client_id: "a", redirect_uri }, { apis: ["orders", "vault"] });
    const manifest = await exportManifest(tyk, {
      apis: ["orders"],
      secretReference: (clientId) => ({ env: `${clientId.toUpperCase()}_SECRET` }),
    });
    expect(manifest).toEqual({
      version: 1,
      apis: ["orders"],
      clients: { a: { apis: ["orders"], redirect_uri, secret: { env: "A_SECRET" } } },
      removed: [],
    });
  });

  test("never leaves something out silently", async () => {
    const { tyk } = createFleetGateway();
    await tyk.clients.create({ client_id: "a", redirect_uri }, { apis: ["orders", "vault"] });
    await tyk.clients.update({ apiId: "vault", clientId: "a" }, { description: "other" });
    await tyk.raw.createOAuthClient({ body: { client_id: "b/c", api_id: "orders", redirect_uri } });
    await expect(exportManifest(tyk)).rejects.toMatchObject({
      code: "manifest",
      problems: [{ path: "/clients/a" }, { path: "/clients/b~1c" }],
    });
    const warnings: ExportWarning[] = [];
    const onWarning = (warning: ExportWarning): void => {
      warnings.push(warning);
    };
    const { clients } = await exportManifest(tyk, { onWarning });
    expect(clients).toEqual({ a: { apis: ["orders", "vault"], redirect_uri } });
    expect(warnings).toMatchObject([
      { kind: "drift", clientId: "a", apiIds: ["orders", "vault"] },
      { kind: "skipped", clientId: "b/c", apiIds: ["orders"] },
    ]);
  });

  test("refuses an unknown API", async () => {
    const { tyk } = createFleetGateway();
    await expect(exportManifest(tyk, { apis: ["oders"] })).rejects.toThrow(
      'did you mean "orders"?',
    );
  });
});
