// Rotates a client's secret on all of its APIs to one new secret. Writes the secret to a file before the gateway stores it, so the
// secret cannot be lost. If a later step fails, each copy gets its old secret back.
//
//   npx node examples/clients-rotate-staged.ts shop-web /run/secrets/shop-web.next
import { writeFile } from "node:fs/promises";
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [clientId, file] = readArgs("client id", "file");
const tyk = TykOAuth.fromEnv();

try {
  const copies = await tyk.clients.rotateSecret(
    { clientId, apis: "all" },
    {
      stage: (secret) => writeFile(file, secret, { mode: 0o600, flag: "wx" }),
      // Make the applications of the client read the file here. An error here fails the rotation.
      activate: () => undefined,
    },
  );
  console.log(`the secret in ${file} is active on ${copies.map(({ apiId }) => apiId).join(", ")}`);
} catch (error) {
  if (!isTykError(error)) throw error;
  console.error(error.message);
  if (error.code === "incomplete") console.error(error.report);
  process.exitCode = 1;
}
