import { auditClients } from "@tyk-oauth/sdk/manifest";
import { createGateway } from "@tyk-oauth/sdk/testing";

const gateway = createGateway({ apis: ["orders"] });
const tyk = gateway.client();
const client = { api_id: "orders", policy_id: "gold" };

// The gateway accepts any redirect URI that begins with the client's. This one
// ends inside its host: a code could go to https://shop.example.attacker.example.
const open = { ...client, client_id: "shop-web", redirect_uri: "https://shop.example" };
await tyk.raw.createOAuthClient({ body: open });

// The policy of this client does not exist. The gateway says 200.
const lost = { api_id: "orders", client_id: "old-app", policy_id: "bronze" };
await tyk.raw.createOAuthClient({ body: lost });

// The audit only reads.
const report = await auditClients(tyk, { apis: ["orders"] });
for (const { severity, rule, clientId } of report.findings)
  if (severity === "high") console.log(severity, rule, clientId);
console.log("Could not be checked:", report.gaps.length);
