import type {
  AuthorizeCodeResponse,
  ClientInspection,
  FoundTokens,
  IndexReport,
} from "@tyk-oauth/sdk";
import { keyRules } from "@tyk-oauth/sdk";
import fc from "fast-check";
import { clientIds, grants, redirectUri } from "./setup.ts";
import type { Kind } from "./setup.ts";
import { changes } from "./truth.ts";
import type { Truth } from "./truth.ts";
import {
  alive,
  anyApi,
  anyClient,
  changesNothing,
  compact,
  maybe,
  plain,
  rarely,
  textOf,
} from "./verb-call.ts";
import type { VerbCall, VerbPlan } from "./verb-call.ts";

/** `clients.repairIndex`. */
export const anyRepair: fc.Arbitrary<VerbPlan> = plain({
  apiId: anyApi,
  candidates: fc.shuffledSubarray([...clientIds]),
}).map((input) => ({
  text: textOf("clients.repairIndex", input),
  make: () => repairCall(input.apiId, input.candidates),
}));

function repairCall(apiId: string, candidates: readonly string[]): VerbCall {
  const lost = (before: Truth): string[] =>
    before.broken.includes(apiId)
      ? candidates.filter((clientId) => before.copy(apiId, clientId) === undefined)
      : [];
  return {
    run: (tyk) => tyk.clients.repairIndex({ apiId, candidates }),
    scope: (before) => ({
      ...changesNothing,
      ends: (token) =>
        lost(before).some((clientId) => before.tokensOn([apiId], clientId).includes(token)),
      drops: (id, clientId) => id === apiId && lost(before).includes(clientId),
    }),
    left: (before, now, result) => {
      const { removed } = (result as IndexReport | undefined) ?? { removed: lost(before) };
      const living = removed.flatMap((clientId) =>
        before.tokensOn([apiId], clientId).filter((token) => before.isListed(apiId, token)),
      );
      const broken = now.broken.includes(apiId) ? [`${apiId} cannot be listed`] : [];
      return [...broken, ...alive(living, now)];
    },
    // The id that the index is broken by may be none of the candidates.
    excuses: ({ code }, before) => code === "incomplete" && before.broken.includes(apiId),
    knownSecrets: () => [],
  };
}

/** `clients.authorize`, and the exchange of the code that it gives. */
export const anyAuthorize: fc.Arbitrary<VerbPlan> = fc
  .record({
    apiId: anyApi,
    clientId: anyClient,
    userId: maybe(fc.constant("u1")),
    policy: rarely(fc.constantFrom("gold", "basic", "gold-and-vault", "vault-only")),
  })
  .map(({ apiId, clientId, userId, policy }) => ({
    text: textOf("clients.authorize", compact({ apiId, clientId, userId, policy })),
    make: ({ kind }) =>
      authorizeCall(kind, apiId, clientId, policy === undefined ? userId : undefined, policy),
  }));

function authorizeCall(
  kind: Kind,
  apiId: string,
  clientId: string,
  userId: string | undefined,
  policy: string | undefined,
): VerbCall {
  const rules = policy === undefined ? undefined : keyRules({ orgId: "acme", policies: [policy] });
  return {
    run: (tyk) =>
      tyk.clients.authorize({ apiId, clientId }, { redirectUri, userId, keyRules: rules }),
    scope: () => changesNothing,
    left: (_, __, result) => {
      if (result === undefined) return [];
      const { code } = result as AuthorizeCodeResponse;
      return code === "" || code === "invented" ? ["the code is none"] : [];
    },
    excuses: ({ code }, before) => {
      // Another API would receive the request.
      if (apiId === kind.shadowed && code === "unsupported") return true;
      const copy = before.copy(apiId, clientId);
      if (copy === undefined) return code === "not-found";
      if (copy.redirect_uri !== redirectUri) return code === "input" || code === "unsupported";
      const ruling = policy ?? copy.policy_id ?? "";
      if (grants[ruling]?.includes(apiId) === true) return false;
      return code === "unsupported" || (code === "not-found" && ruling === "ghost");
    },
    knownSecrets: () => [],
    attack: async (world, before, result) => {
      const minted = await world.exchange(apiId, clientId, (result as AuthorizeCodeResponse).code);
      const ruling = policy ?? before.copy(apiId, clientId)?.policy_id ?? "";
      if (minted === undefined && ruling in grants)
        throw new Error(`[4] the code of ${clientId} on ${apiId} cannot be exchanged`);
    },
  };
}

/** Verbs that only read; what they say must be so. */
export const anyRead: fc.Arbitrary<VerbPlan> = fc
  .tuple(
    fc.constantFrom("find", "inspect", "list", "iterateAll", "capabilities"),
    anyApi,
    anyClient,
  )
  .map(([name, apiId, clientId]) => ({
    text: textOf(name, apiId, clientId),
    make: () => readCall(name, apiId, clientId),
  }));

type ReadCall = Pick<VerbCall, "run" | "left" | "excuses">;

function readCall(name: string, apiId: string, clientId: string): VerbCall {
  const calls: Readonly<Record<string, ReadCall>> = {
    find: {
      run: (tyk) => tyk.tokens.find({ apiId, where: { oauth_client_id: clientId } }),
      left: (before, now, result) => {
        const { tokens, complete } = (result as FoundTokens | undefined) ?? { tokens: [] };
        if (complete !== true) return [];
        const missed = before.minted.filter(
          (one) =>
            one.clientId === clientId &&
            now.isAlive(one) &&
            now.opensByStorage(one, apiId) &&
            !tokens.some(({ listedCode }) => listedCode === one.code),
        );
        return missed.map((one) => `${one.name} was not found`);
      },
      excuses: ({ code }, before) => code === "incomplete" && before.broken.includes(apiId),
    },
    inspect: {
      run: (tyk) => tyk.clients.inspect({ clientId }),
      left: (_, now, result) => (result === undefined ? [] : wrongCopies(now, result, clientId)),
      excuses: ({ code }, before) => code === "not-found" && before.apisOf(clientId).length === 0,
    },
    list: {
      run: (tyk) => tyk.clients.list({ apiId }),
      left: (_, now, result) => {
        if (result === undefined) return [];
        const there = now.ids.filter((id) => now.copy(apiId, id) !== undefined).sort();
        const told = (result as { client_id: string }[]).map(({ client_id }) => client_id).sort();
        return there.join() === told.join() ? [] : [`listed ${told.join()}, not ${there.join()}`];
      },
      excuses: ({ code }, before) => code === "incomplete" && before.broken.includes(apiId),
    },
    iterateAll: {
      run: async (tyk) => {
        const all: unknown[] = [];
        for await (const one of tyk.clients.iterateAll()) all.push(one);
        return all;
      },
      left: () => [],
      excuses: ({ code }, before) => code === "incomplete" && before.broken.length > 0,
    },
    capabilities: {
      run: (tyk) => tyk.gateway.capabilities(),
      left: () => [],
      excuses: () => false,
    },
  };
  const call = calls[name];
  if (call === undefined) throw new Error(`there is no verb ${name}`);
  return { ...call, scope: () => changesNothing, knownSecrets: () => [] };
}

function wrongCopies(now: Truth, result: unknown, clientId: string): string[] {
  const { copies, drift } = result as ClientInspection;
  const apiIds = now.apisOf(clientId).sort();
  if (
    apiIds.join() !==
    copies
      .map(({ apiId }) => apiId)
      .sort()
      .join()
  )
    return ["wrong APIs"];
  const differing = new Set(
    apiIds.flatMap((apiId) =>
      changes(now.copy(apiIds[0] ?? "", clientId), now.copy(apiId, clientId)),
    ),
  );
  return [...differing].sort().join() === [...drift].sort().join() ? [] : ["wrong drift"];
}
