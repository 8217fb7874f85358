// Lists the gateway's OAuth APIs with their listen paths and grant types.
//
//   npx node examples/apis.ts
import { TykOAuth } from "@tyk-oauth/sdk";

const tyk = TykOAuth.fromEnv();

for (const { api_id } of await tyk.apis.list({ oauth: true })) {
  const { proxy, oauth_meta } = await tyk.apis.get({ apiId: api_id });
  const grants = oauth_meta?.allowed_access_types ?? [];
  console.log(`${api_id} at ${proxy.listen_path}: ${grants.join(", ")}`);
}
