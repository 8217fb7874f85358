import { TykError } from "../errors/base.ts";
import { findUnknownName, thrownName } from "../util/fail.ts";
import { isRecord } from "../util/json.ts";
import { describeUnknownName } from "../util/unknown-name.ts";
import { parseUrl } from "../util/url.ts";
import { lastSegment } from "./authorization-request.ts";
import { failConfig } from "./fail.ts";
import { resolveTexts } from "./page/resolve-texts.ts";
import { readUser } from "./read-user.ts";
import { createTicketSigner } from "./ticket.ts";
import type { TicketSigner } from "./ticket.ts";
import type { ConsentTexts, ConsentUser, CreateConsentOptions, TicketStore } from "./types.ts";
import { MemoryTickets } from "./used-tickets.ts";

/** The options with their defaults. */
export interface ConsentSettings extends Pick<
  CreateConsentOptions,
  "tyk" | "keyRules" | "remember"
> {
  readonly user: (request: Request) => Promise<ConsentUser | undefined>;
  readonly loginUrl: URL;
  readonly apiId: (request: Request) => string | undefined;
  readonly texts: ConsentTexts;
  readonly css: string;
  readonly signer: TicketSigner;
  readonly tickets: TicketStore;
  readonly onError: (error: unknown, request: Request) => void;
}

const names: readonly string[] = [
  "tyk",
  "signingKey",
  "user",
  "loginUrl",
  "apiId",
  "keyRules",
  "texts",
  "page",
  "remember",
  "tickets",
  "onError",
] satisfies readonly (keyof CreateConsentOptions)[];

/** Checks the options. Throws a `TykConfigError`, because they are those of a program and not of a request. */
export function resolveOptions(options: CreateConsentOptions): ConsentSettings {
  const passed: unknown = options;
  if (!isRecord(passed)) return failConfig("options must be an object");
  const unknownName = findUnknownName(passed, names);
  if (unknownName !== undefined) failConfig(describeUnknownName("option", unknownName, names));
  const { tyk, user, apiId, keyRules, texts, page, remember, tickets, onError } = options;
  if (!isRecord(tyk) || !isRecord(tyk.clients)) failConfig("tyk must be a TykOAuth");
  const functions: Readonly<Record<string, unknown>> = { user, apiId, keyRules, onError };
  for (const [name, value] of Object.entries(functions))
    if (typeof value !== "function" && (name === "user" || value !== undefined))
      failConfig(`${name} must be a function`);
  if (remember !== undefined && !hasMethods(remember, ["has", "add"]))
    failConfig("remember must have the methods has and add");
  if (tickets !== undefined && !hasMethods(tickets, ["use"]))
    failConfig("tickets must have the method use");
  const loginUrl = parseUrl(String(options.loginUrl));
  if (loginUrl === undefined || !/^https?:$/.test(loginUrl.protocol))
    return failConfig("loginUrl must be an absolute http or https URL");
  return {
    tyk,
    user: (request) => readUser(user, request),
    loginUrl,
    keyRules,
    remember,
    apiId: apiId ?? (({ url }) => lastSegment(new URL(url))),
    texts: resolveTexts(texts),
    css: resolveCss(page),
    signer: createTicketSigner(options.signingKey),
    tickets: tickets ?? new MemoryTickets(),
    onError: onError ?? logError,
  };
}

function resolveCss(page: unknown): string {
  if (page === undefined) return "";
  if (!isRecord(page)) return failConfig("page must be an object");
  const pageNames = ["css"];
  const unknownName = findUnknownName(page, pageNames);
  if (unknownName !== undefined)
    failConfig(`page: ${describeUnknownName("option", unknownName, pageNames)}`);
  const { css = "" } = page;
  return typeof css === "string" ? css : failConfig("page.css must be a string");
}

function hasMethods(value: object, methods: readonly string[]): boolean {
  return methods.every((name) => typeof (value as Record<string, unknown>)[name] === "function");
}

/** What a caller's function throws may have a secret, so only its name is written. */
function logError(error: unknown): void {
  const text = error instanceof TykError ? error.message : thrownName(error);
  // eslint-disable-next-line no-console -- the documented default of onError: an error must not be silent
  console.error(`@tyk-oauth/sdk/consent: ${text}`);
}
