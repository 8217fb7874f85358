import type { ApiSnapshot, ClientRow, GatewaySnapshot, TokenRow } from "./events.ts";

/** Says in plain words what changed on the gateway, one line for each change. */
export function describeChanges(
  before: GatewaySnapshot | undefined,
  after: GatewaySnapshot,
): string[] {
  const passedMs = before === undefined ? 0 : after.clock - before.clock;
  return [
    // Below a second, the clock only followed the computer's clock.
    ...(passedMs >= 1_000 ? [`The gateway's clock moved by ${formatDuration(passedMs)}.`] : []),
    ...after.apis.flatMap((api) => {
      const old = before?.apis.find(({ id }) => id === api.id);
      return [...describeClients(old, api), ...describeTokens(old, api)].map(
        (text) => `${api.id}: ${text}`,
      );
    }),
  ];
}

function describeClients(before: ApiSnapshot | undefined, after: ApiSnapshot): string[] {
  const old = new Map(before?.clients.map((client) => [client.id, client]));
  const now = new Map(after.clients.map((client) => [client.id, client]));
  return [
    ...after.clients.flatMap((client) => {
      const previous = old.get(client.id);
      if (previous === undefined) return [`client ${client.id} was created`];
      const fields = changedFields(previous, client);
      return fields.length === 0 ? [] : [`client ${client.id} has another ${fields.join(" and ")}`];
    }),
    ...[...old.keys()].filter((id) => !now.has(id)).map((id) => `client ${id} was deleted`),
  ];
}

const fieldNames: readonly [keyof ClientRow, string][] = [
  ["secret", "secret"],
  ["policy", "policy"],
  ["redirectUri", "redirect URI"],
  ["description", "description"],
];

/** Names the fields of a client that differ. */
export function changedFields(before: ClientRow, after: ClientRow): string[] {
  return fieldNames.flatMap(([field, name]) => (before[field] === after[field] ? [] : [name]));
}

function describeTokens(before: ApiSnapshot | undefined, after: ApiSnapshot): string[] {
  const old = new Map(before?.tokens.map((token) => [token.code, token]));
  const now = new Map(after.tokens.map((token) => [token.code, token]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((code) => {
    const text = describeToken(old.get(code), now.get(code));
    return text === undefined ? [] : [`token ${shortCode(code)} ${text}`];
  });
}

function describeToken(
  before: TokenRow | undefined,
  after: TokenRow | undefined,
): string | undefined {
  const state = tokenState(after);
  if (tokenState(before) === state) {
    const lostRefreshToken = before?.hasRefreshToken === true && after?.hasRefreshToken === false;
    return lostRefreshToken ? "lost its refresh token" : undefined;
  }
  if (state === "valid") return before === undefined ? "was issued" : "is valid again";
  if (state === "unlisted")
    return before === undefined
      ? "was issued, but its client's list does not have it"
      : before.isStored
        ? "left its client's list, but is still valid"
        : "came back";
  if (state === "expired") return "expired";
  if (state === "removed") return "was removed, but its client's list still has it";
  if (state === "refresh-only") return "is gone, but its refresh token is valid";
  return "is gone";
}

export type TokenState = "valid" | "unlisted" | "expired" | "removed" | "refresh-only" | "gone";

/** Summarises where a token still is. */
export function tokenState(token: TokenRow | undefined): TokenState {
  if (token === undefined) return "gone";
  if (token.isStored && token.isExpired) return "expired";
  if (token.isStored) return token.isListed ? "valid" : "unlisted";
  if (token.isListed) return "removed";
  return token.hasRefreshToken ? "refresh-only" : "gone";
}

/** Shortens a token or a hash to what tells it from others. */
export function shortCode(code: string): string {
  return code.length <= 12 ? code : `…${code.slice(-8)}`;
}

/** Formats a duration in its largest unit. */
export function formatDuration(ms: number): string {
  const units: readonly [number, string][] = [
    [86_400_000, "d"],
    [3_600_000, "h"],
    [60_000, "min"],
  ];
  const [size, unit] = units.find(([length]) => ms >= length) ?? [1_000, "s"];
  return `${Math.round((ms / size) * 10) / 10} ${unit}`;
}
