import type { TykErrorCode } from "@tyk-oauth/sdk";

const checkAddress = "check the address: tyk-oauth doctor shows what responds there";
const readBack = "read back what is stored before you run it again";

/** What to do next, by the code of the SDK's error. */
export const hints: Readonly<Record<TykErrorCode, string | undefined>> = {
  config: undefined,
  input: "see the command's --help",
  manifest: "correct the file, and run tyk-oauth validate",
  connection: "check --url or TYK_GATEWAY_URL, and that the gateway is running",
  tls: "check the certificates: --ca for the gateway's, --cert and --key for yours, --servername for the name",
  timeout: "try again, or raise --timeout or --deadline",
  aborted: undefined,
  redirect: "use the address that does not redirect, often https",
  truncated: readBack,
  "invalid-json": readBack,
  "empty-body": readBack,
  "content-type": checkAddress,
  encoding: "switch off compression in the proxy in front of the gateway",
  "too-large": "ask for less, such as one API with --api",
  protocol: checkAddress,
  schema: checkAddress,
  "bad-request": "check the ids of APIs and policies",
  authentication:
    "the secret is `secret` of the gateway's configuration: check --secret-file or the variable that holds it",
  permission: "check whether a proxy in front of the gateway wants a login",
  "not-found": "tyk-oauth clients list shows the clients, and clients inspect where one is",
  route: checkAddress,
  "rate-limit": "wait, and try again",
  server: "read the gateway's log, and try again later",
  oauth: "read the message of the gateway",
  api: "read the message of the gateway",
  conflict: "read the client, and decide: clients get, or --if-exists of clients create",
  unsupported: "tyk-oauth doctor shows what this gateway can do",
  incomplete: "read the report, fix the cause, and run the command again",
};
