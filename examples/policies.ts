// Lists the policies that grant an API, which a client of that API can have.
//
//   node examples/policies.ts orders
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId] = args("api id");
const tyk = TykOAuth.fromEnv();

try {
  for (const { id, access_rights } of await tyk.policies.list()) {
    if (!(apiId in (access_rights ?? {}))) continue;
    console.log(id === "" ? "(a policy of a file: this version does not tell its id)" : id);
  }
} catch (error) {
  if (!isTykError(error) || error.code !== "unsupported") throw error;
  console.log(
    "this gateway does not tell its policies: versions before 4.3 have no route for them",
  );
}
