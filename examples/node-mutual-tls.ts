// Lists the OAuth APIs of a gateway whose control API requires a client certificate and has a certificate of a private authority.
//
//   npx node examples/node-mutual-tls.ts ca.pem client.pem client-key.pem
import { readFileSync } from "node:fs";
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { createNodeFetch } from "@tyk-oauth/sdk/node";
import { readArgs } from "./support/read-args.ts";

const [ca, cert, key] = readArgs("authority's certificate", "client's certificate", "client's key");

try {
  const fetch = createNodeFetch({
    ca: readFileSync(ca),
    cert: readFileSync(cert),
    key: readFileSync(key),
  });
  const tyk = TykOAuth.fromEnv({ fetch });
  for (const { api_id } of await tyk.apis.list({ oauth: true })) console.log(api_id);
} catch (error) {
  if (!isTykError(error)) throw error;
  if (error.code === "tls")
    console.log(`the certificate was not accepted; nothing was sent (${error.systemCode ?? ""})`);
  else if (error.code === "config") console.log(error.message);
  else throw error;
  process.exitCode = 1;
}
