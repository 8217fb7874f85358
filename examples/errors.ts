// Reads a client, and says for every error there is what to do. The compiler sees to it that none is forgotten.
//
//   node examples/errors.ts orders shop-web
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import type { AnyTykError } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, clientId] = args("api id", "client id");

function whatToDo(error: AnyTykError): string {
  switch (error.code) {
    case "config":
      return "mend the options or the environment; nothing was sent";
    case "input":
      return `mend the argument ${error.field}; nothing was sent`;
    case "authentication":
      return "the gateway does not know this secret: was it rotated?";
    case "permission":
      return "something else than the gateway's secret was refused";
    case "not-found":
      return "there is no such client, API, policy or token";
    case "route":
      return "check the address and the port, and the gateway's version";
    case "bad-request":
    case "api":
      return `the gateway does not take this (${error.status})`;
    case "oauth":
      return `the OAuth flow was refused: ${error.error}`;
    case "conflict":
      return "look at what is there, and decide";
    case "unsupported":
      return "this gateway, or this API, cannot do it";
    case "incomplete":
      return "read the report, and do the rest";
    case "rate-limit":
      return `try again in ${error.retryAfterMs ?? 1_000} ms`;
    case "server":
    case "connection":
    case "timeout":
      return `try again later; the outcome of this call is ${error.outcome}`;
    case "aborted":
      return "nothing: you ended it yourself";
    case "tls":
      return `check the certificate (${error.systemCode ?? "no reason given"})`;
    case "redirect":
      return `the address leads to ${error.targetOrigin ?? "another host"}: name the right one`;
    case "truncated":
    case "invalid-json":
    case "empty-body":
    case "content-type":
    case "encoding":
    case "too-large":
    case "protocol":
    case "schema":
      return `the answer cannot be used: read back what was to be done (${error.outcome})`;
  }
}

try {
  const tyk = TykOAuth.fromEnv({ maxRetries: 0 });
  const { client_id } = await tyk.clients.get({ apiId, clientId });
  console.log(`${client_id} is there`);
} catch (error) {
  if (!isTykError(error)) throw error;
  console.log(`${error.name}, ${error.code}: ${whatToDo(error)}`);
}
