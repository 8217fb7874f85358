// Serves a login and consent page. The gateway redirects the user's browser to it (auth_login_redirect of the API, for example
// http://127.0.0.1:8090/login). If the user agrees, the page redirects the browser to the client with a code.
//
//   npx node examples/clients-authorize.ts orders 8090
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId, port] = readArgs("api id", "port");
// The separator of several redirect URIs of one client: the gateway's oauth_redirect_uri_separator.
const redirectUriSeparator = ";";
const tyk = TykOAuth.fromEnv({ redirectUriSeparator });

/** A client's request that waits for the user's decision. */
interface PendingRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly responseType: "code" | "token";
  readonly state: string | undefined;
}

/**
 * The pending requests by ticket. A ticket works once, so the decision is about the request that the page showed. A real page must also
 * bind the ticket to the user's session: otherwise another site can make the user's browser submit a ticket of that site.
 */
const pendingRequests = new Map<string, PendingRequest>();

async function showPage(query: URLSearchParams, response: ServerResponse): Promise<void> {
  const clientId = query.get("client_id") ?? "";
  // A gateway can omit empty fields (Trap 33).
  const { redirect_uri = "", description = "" } = await tyk.clients.get({ apiId, clientId });
  const redirectUri = query.get("redirect_uri") ?? redirect_uri;
  // `authorize` checks the URI too. But the page also redirects to it if the user refuses, without `authorize`.
  if (!redirect_uri.split(redirectUriSeparator).includes(redirectUri)) {
    respond(response, 400, "The redirect URI does not belong to this client.");
    return;
  }
  const ticket = crypto.randomUUID();
  const responseType = query.get("response_type") === "token" ? "token" : "code";
  pendingRequests.set(ticket, {
    clientId,
    redirectUri,
    responseType,
    state: query.get("state") ?? undefined,
  });
  setTimeout(() => pendingRequests.delete(ticket), 600_000).unref();
  const name = escapeHtml(description === "" ? clientId : description);
  respond(
    response,
    200,
    `<!doctype html><title>Consent</title><p>Allow ${name} to use ${escapeHtml(apiId)} on your behalf?</p>
<form method="post"><input type="hidden" name="ticket" value="${ticket}">
<button name="answer" value="yes">Yes</button> <button name="answer" value="no">No</button></form>`,
  );
}

async function handleDecision(form: URLSearchParams, response: ServerResponse): Promise<void> {
  const ticket = form.get("ticket") ?? "";
  const request = pendingRequests.get(ticket);
  pendingRequests.delete(ticket);
  if (request === undefined) {
    respond(response, 400, "This page was already submitted or has expired.");
    return;
  }
  const { clientId, redirectUri, responseType, state } = request;
  if (form.get("answer") !== "yes") {
    const refusal = new URL(redirectUri);
    refusal.searchParams.set("error", "access_denied");
    if (state !== undefined) refusal.searchParams.set("state", state);
    redirect(response, refusal.href);
    return;
  }
  // A real page takes the user id from its login. `tokens.find` finds the user's tokens by this id.
  const granted = await tyk.clients.authorize(
    { apiId, clientId },
    { responseType, redirectUri, userId: "u1", ...(state === undefined ? {} : { state }) },
  );
  // Only a dry run grants nothing.
  redirect(response, granted.redirect_to ?? redirectUri);
}

function respond(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
  });
  response.end(html);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, {
    location,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
  });
  response.end();
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  if (pathname !== "/login") respond(response, 404, "Not found.");
  else if (request.method === "POST") {
    await handleDecision(new URLSearchParams(await text(request)), response);
  } else await showPage(searchParams, response);
}

const server = createServer((request, response) => {
  handle(request, response).catch((error: unknown) => {
    const isUnknown = isTykError(error) && (error.code === "not-found" || error.code === "input");
    // Only the operator sees the reason. Errors of the SDK contain no secrets.
    console.error(error instanceof Error ? error.message : "failed");
    respond(response, isUnknown ? 400 : 502, isUnknown ? "Unknown client." : "Try again later.");
  });
});
server.listen(Number(port), "127.0.0.1", () => {
  const address = server.address();
  const actualPort = typeof address === "object" && address !== null ? address.port : port;
  console.log(`The login page is http://127.0.0.1:${actualPort}/login`);
});
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
