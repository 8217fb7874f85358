// A login and consent page. The gateway sends the user's browser here (the API's auth_login_redirect, such as
// http://127.0.0.1:8090/login); once the user agreed, the browser goes back to the client with a code.
//
//   node examples/clients-authorize.ts orders 8090
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, port] = args("api id", "port");
// What separates several addresses of one client, as the gateway's oauth_redirect_uri_separator says.
const redirectUriSeparator = ";";
const tyk = TykOAuth.fromEnv({ redirectUriSeparator });

/** A client's request that waits for the user's answer. */
interface Pending {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly responseType: "code" | "token";
  readonly state: string | undefined;
}

/**
 * By a ticket that works once, so that the answer cannot be about something else than what was shown. A real page binds it
 * to the user's login as well: otherwise another site could have the user's browser answer with a ticket of its own.
 */
const pending = new Map<string, Pending>();

async function showPage(query: URLSearchParams, response: ServerResponse): Promise<void> {
  const clientId = query.get("client_id") ?? "";
  // A gateway may leave out a field that is empty.
  const { redirect_uri = "", description = "" } = await tyk.clients.get({ apiId, clientId });
  const redirectUri = query.get("redirect_uri") ?? redirect_uri;
  // `authorize` refuses another one too, but a user who says no is sent there as well.
  if (!redirect_uri.split(redirectUriSeparator).includes(redirectUri)) {
    answer(response, 400, "This is not an address of that client.");
    return;
  }
  const ticket = crypto.randomUUID();
  const responseType = query.get("response_type") === "token" ? "token" : "code";
  pending.set(ticket, {
    clientId,
    redirectUri,
    responseType,
    state: query.get("state") ?? undefined,
  });
  setTimeout(() => pending.delete(ticket), 600_000).unref();
  const name = escape(description === "" ? clientId : description);
  answer(
    response,
    200,
    `<!doctype html><title>Consent</title><p>May ${name} use ${escape(apiId)} in your name?</p>
<form method="post"><input type="hidden" name="ticket" value="${ticket}">
<button name="answer" value="yes">Yes</button> <button name="answer" value="no">No</button></form>`,
  );
}

async function takeAnswer(form: URLSearchParams, response: ServerResponse): Promise<void> {
  const ticket = form.get("ticket") ?? "";
  const request = pending.get(ticket);
  pending.delete(ticket);
  if (request === undefined) {
    answer(response, 400, "This page was answered already, or is too old.");
    return;
  }
  const { clientId, redirectUri, responseType, state } = request;
  if (form.get("answer") !== "yes") {
    const refusal = new URL(redirectUri);
    refusal.searchParams.set("error", "access_denied");
    if (state !== undefined) refusal.searchParams.set("state", state);
    goTo(response, refusal.href);
    return;
  }
  // Who the user is would come from a login. `tokens.find` finds their tokens by it.
  const granted = await tyk.clients.authorize(
    { apiId, clientId },
    { responseType, redirectUri, userId: "u1", ...(state === undefined ? {} : { state }) },
  );
  goTo(response, granted.redirect_to);
}

function answer(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
  });
  response.end(html);
}

function goTo(response: ServerResponse, location: string): void {
  response.writeHead(303, {
    location,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
  });
  response.end();
}

function escape(words: string): string {
  return words.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  if (pathname !== "/login") answer(response, 404, "There is nothing here.");
  else if (request.method === "POST") {
    await takeAnswer(new URLSearchParams(await text(request)), response);
  } else await showPage(searchParams, response);
}

const server = createServer((request, response) => {
  handle(request, response).catch((error: unknown) => {
    const unknown = isTykError(error) && (error.code === "not-found" || error.code === "input");
    // The reason is for the operator; errors of the SDK hold no secret.
    console.error(error instanceof Error ? error.message : "failed");
    answer(response, unknown ? 400 : 502, unknown ? "No such client." : "Try again later.");
  });
});
server.listen(Number(port), "127.0.0.1", () => {
  const address = server.address();
  const where = typeof address === "object" && address !== null ? address.port : port;
  console.log(`The login page is http://127.0.0.1:${where}/login`);
});
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
