// Gives a client one new secret on all of its APIs, and puts it into a file before the gateway knows it, so that it is lost
// nowhere. Where a later part fails, each copy gets its old secret back.
//
//   node examples/clients-rotate-staged.ts shop-web /run/secrets/shop-web.next
import { writeFile } from "node:fs/promises";
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [clientId, file] = args("client id", "file");
const tyk = TykOAuth.fromEnv();

try {
  const copies = await tyk.clients.rotateSecret(
    { clientId, apis: "all" },
    {
      stage: (secret) => writeFile(file, secret, { mode: 0o600, flag: "wx" }),
      // Here the client's users would be made to read the file. What fails in it, fails the rotation.
      activate: () => undefined,
    },
  );
  console.log(`the secret in ${file} holds on ${copies.map(({ apiId }) => apiId).join(", ")}`);
} catch (error) {
  if (!isTykError(error)) throw error;
  console.error(error.message);
  if (error.code === "incomplete") console.error(error.report);
  process.exitCode = 1;
}
