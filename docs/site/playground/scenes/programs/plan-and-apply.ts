import { applyPlan, parseManifest, planManifest } from "@tyk-oauth/sdk/manifest";
import { createGateway } from "@tyk-oauth/sdk/testing";

const tyk = createGateway().client();
const redirect_uri = "https://shop.example/cb";

// A manifest says which clients must exist. Usually it is a file in git.
const shop = { policy_id: "gold", redirect_uri, description: "Shop web front" };
const clients = { "shop-web": shop };
const manifest = await parseManifest({ version: 1, apis: ["orders"], clients });
const created = await applyPlan(tyk, await planManifest(tyk, manifest));
console.log("Created:", created.complete);

// A plain update of one field blanks all fields that it leaves out.
const path = { apiID: "orders", keyName: "shop-web" };
const body = { policy_id: "gold", description: "Shop" };
await tyk.raw.updateOAuthClient({ path, body });

// A plan only reads. It shows what differs. Then exactly that plan is applied.
const plan = await planManifest(tyk, manifest);
const copies = plan.clients.flatMap((client) => client.copies);
for (const { action, changes } of copies)
  console.log("Plan:", action, changes.map(({ field }) => field).join(" and "));
console.log("Fixed:", (await applyPlan(tyk, plan)).complete);
