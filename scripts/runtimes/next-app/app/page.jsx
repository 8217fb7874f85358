import { TykOAuth } from "@tyk-oauth/sdk";

// A server component without any setting of Next.js: nothing here says that the page must not be cached.
export default async function Page() {
  const tyk = TykOAuth.fromEnv();
  const client = await tyk.clients.get({ apiId: "orders", clientId: "shop-web" });
  return <p>{client.description}</p>;
}
