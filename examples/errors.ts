// Reads a client, and prints what to do for each possible error. The compiler reports a missing case.
//
//   npx node examples/errors.ts orders shop-web
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import type { AnyTykError } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId, clientId] = readArgs("api id", "client id");

function whatToDo(error: AnyTykError): string {
  switch (error.code) {
    case "config":
      return "correct the options or the environment; nothing was sent";
    case "input":
      return `correct the argument ${error.field}; nothing was sent`;
    case "manifest":
      return `correct the manifest: ${error.problems.length} problems`;
    case "authentication":
      return "the gateway refused the secret: was it rotated?";
    case "permission":
      return "the gateway refused the request, but not because of its secret";
    case "not-found":
      return "the client, API, policy or token does not exist";
    case "route":
      return "check the address, the port and the gateway's version";
    case "bad-request":
    case "api":
      return `the gateway does not accept this request (${error.status})`;
    case "oauth":
      return `the OAuth flow was refused: ${error.error}`;
    case "conflict":
      return "read the current state, then decide";
    case "unsupported":
      return "this gateway or this API does not support it";
    case "incomplete":
      return "read the report and do the remaining steps";
    case "rate-limit":
      return `try again in ${error.retryAfterMs ?? 1_000} ms`;
    case "server":
    case "connection":
    case "timeout":
      return `try again later; the outcome of this call is ${error.outcome}`;
    case "aborted":
      return "nothing: you aborted the call";
    case "tls":
      return `check the certificate (${error.systemCode ?? "no reason given"})`;
    case "redirect":
      return `the gateway redirects to ${error.targetOrigin ?? "another host"}: correct the address`;
    case "truncated":
    case "invalid-json":
    case "empty-body":
    case "content-type":
    case "encoding":
    case "too-large":
    case "protocol":
    case "schema":
      return `the response is unusable: read the state to see what was done (${error.outcome})`;
  }
}

try {
  const tyk = TykOAuth.fromEnv({ maxRetries: 0 });
  const { client_id } = await tyk.clients.get({ apiId, clientId });
  console.log(`${client_id} exists`);
} catch (error) {
  if (!isTykError(error)) throw error;
  console.log(`${error.name}, ${error.code}: ${whatToDo(error)}`);
}
