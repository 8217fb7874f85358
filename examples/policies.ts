// Lists the policies that grant an API. A client of that API can use any of them.
//
//   npx node examples/policies.ts orders
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId] = readArgs("api id");
const tyk = TykOAuth.fromEnv();

try {
  for (const { id, access_rights } of await tyk.policies.list()) {
    if (!(apiId in (access_rights ?? {}))) continue;
    console.log(id === "" ? "(a policy from a file: this version does not show its id)" : id);
  }
} catch (error) {
  if (!isTykError(error) || error.code !== "unsupported") throw error;
  console.log("this gateway does not show its policies: that needs version 4.3");
}
