import type {
  AuthorizeCodeResponse,
  ClientInspection,
  FoundTokens,
  IndexReport,
} from "@tyk-oauth/sdk";
import { keyRules } from "@tyk-oauth/sdk";
import fc from "fast-check";
import { missingPolicy, clientIds, grants, redirectUri, users } from "./gateway-variants.ts";
import type { GatewayVariant } from "./gateway-variants.ts";
import { changedFields } from "./state-snapshot.ts";
import type { StateSnapshot } from "./state-snapshot.ts";
import {
  describeLiving,
  anyApi,
  anyClient,
  changesNothing,
  omitUndefined,
  sometimes,
  plainRecord,
  rarely,
  describeCall,
} from "./checked-call.ts";
import type { CheckedCall, CallPlan } from "./checked-call.ts";

/** `clients.repairIndex`. */
export const anyRepair: fc.Arbitrary<CallPlan> = plainRecord({
  apiId: anyApi,
  candidates: fc.shuffledSubarray([...clientIds]),
}).map((input) => ({
  text: describeCall("clients.repairIndex", input),
  createCall: () => repairCall(input.apiId, input.candidates),
}));

function repairCall(apiId: string, candidates: readonly string[]): CheckedCall {
  const findRemovable = (before: StateSnapshot): string[] =>
    before.unlistableApis.includes(apiId)
      ? candidates.filter((clientId) => before.copy(apiId, clientId) === undefined)
      : [];
  return {
    run: (tyk) => tyk.clients.repairIndex({ apiId, candidates }),
    scope: (before) => ({
      ...changesNothing,
      mayEnd: (token) =>
        findRemovable(before).some((clientId) =>
          before.tokensOn([apiId], clientId).includes(token),
        ),
      mayDrop: (id, clientId) => id === apiId && findRemovable(before).includes(clientId),
    }),
    findUnmet: (before, now, result) => {
      const { removed } = (result as IndexReport | undefined) ?? { removed: findRemovable(before) };
      const unendedTokens = removed.flatMap((clientId) =>
        before.tokensOn([apiId], clientId).filter((token) => before.isListed(apiId, token)),
      );
      const broken = now.unlistableApis.includes(apiId) ? [`${apiId} cannot be listed`] : [];
      return [...broken, ...describeLiving(unendedTokens, now)];
    },
    // The id that breaks the index may be missing from the candidates.
    isExpectedFailure: ({ code }, before) =>
      code === "incomplete" && before.unlistableApis.includes(apiId),
    knownSecrets: () => [],
  };
}

/** `clients.authorize`, and the exchange of the returned code. */
export const anyAuthorize: fc.Arbitrary<CallPlan> = fc
  .record({
    apiId: anyApi,
    clientId: anyClient,
    userId: sometimes(fc.constantFrom(...users)),
    policy: rarely(fc.constantFrom("gold", "basic", "gold-and-vault", "vault-only")),
  })
  .map(({ apiId, clientId, userId, policy }) => ({
    text: describeCall("clients.authorize", omitUndefined({ apiId, clientId, userId, policy })),
    createCall: ({ variant }) =>
      authorizeCall(variant, apiId, clientId, policy === undefined ? userId : undefined, policy),
  }));

function authorizeCall(
  variant: GatewayVariant,
  apiId: string,
  clientId: string,
  userId: string | undefined,
  policy: string | undefined,
): CheckedCall {
  const rules = policy === undefined ? undefined : keyRules({ orgId: "acme", policies: [policy] });
  return {
    run: (tyk) =>
      tyk.clients.authorize({ apiId, clientId }, { redirectUri, userId, keyRules: rules }),
    scope: () => changesNothing,
    findUnmet: (_, __, result) => {
      if (result === undefined) return [];
      const { code } = result as AuthorizeCodeResponse;
      return code === "" || code === "invented" ? ["the code is not the gateway's"] : [];
    },
    isExpectedFailure: ({ code }, before) => {
      // Another API would receive the request.
      if (apiId === variant.shadowed && code === "unsupported") return true;
      const copy = before.copy(apiId, clientId);
      if (copy === undefined) return code === "not-found";
      if (copy.redirect_uri !== redirectUri) return code === "input" || code === "unsupported";
      const effectivePolicy = policy ?? copy.policy_id ?? "";
      if (grants[effectivePolicy]?.includes(apiId) === true) return false;
      return code === "unsupported" || (code === "not-found" && effectivePolicy === missingPolicy);
    },
    knownSecrets: () => [],
    attack: async (simulation, before, result) => {
      const issued = await simulation.exchangeCode(
        apiId,
        clientId,
        (result as AuthorizeCodeResponse).code,
        userId,
      );
      const effectivePolicy = policy ?? before.copy(apiId, clientId)?.policy_id ?? "";
      if (issued === undefined && effectivePolicy in grants)
        throw new Error(`[4] the code of ${clientId} on ${apiId} cannot be exchanged`);
    },
  };
}

/** Methods that only read. Their results must match the gateway's state. */
export const anyRead: fc.Arbitrary<CallPlan> = fc
  .tuple(
    fc.constantFrom("find", "inspect", "list", "iterateAll", "capabilities"),
    anyApi,
    anyClient,
  )
  .map(([name, apiId, clientId]) => ({
    text: describeCall(name, apiId, clientId),
    createCall: () => readCall(name, apiId, clientId),
  }));

type ReadCall = Pick<CheckedCall, "run" | "findUnmet" | "isExpectedFailure">;

function readCall(name: string, apiId: string, clientId: string): CheckedCall {
  const calls: Readonly<Record<string, ReadCall>> = {
    find: {
      run: (tyk) => tyk.tokens.find({ apiId, where: { oauth_client_id: clientId } }),
      findUnmet: (before, now, result) => {
        const { tokens, complete } = (result as FoundTokens | undefined) ?? { tokens: [] };
        if (complete !== true) return [];
        const missed = before.issuedTokens.filter(
          (one) =>
            one.clientId === clientId &&
            now.isAlive(one) &&
            now.isAcceptedByStorage(one, apiId) &&
            !tokens.some(({ listedCode }) => listedCode === one.listedCode),
        );
        return missed.map((one) => `${one.name} was not found`);
      },
      isExpectedFailure: ({ code }, before) =>
        code === "incomplete" && before.unlistableApis.includes(apiId),
    },
    inspect: {
      run: (tyk) => tyk.clients.inspect({ clientId }),
      findUnmet: (_, now, result) =>
        result === undefined ? [] : wrongCopies(now, result, clientId),
      isExpectedFailure: ({ code }, before) =>
        code === "not-found" && before.apisOf(clientId).length === 0,
    },
    list: {
      run: (tyk) => tyk.clients.list({ apiId }),
      findUnmet: (_, now, result) => {
        if (result === undefined) return [];
        const existing = now.clientIds.filter((id) => now.copy(apiId, id) !== undefined).sort();
        const listed = (result as { client_id: string }[]).map(({ client_id }) => client_id).sort();
        return existing.join() === listed.join()
          ? []
          : [`listed ${listed.join()}, not ${existing.join()}`];
      },
      isExpectedFailure: ({ code }, before) =>
        code === "incomplete" && before.unlistableApis.includes(apiId),
    },
    iterateAll: {
      run: async (tyk) => {
        const all: unknown[] = [];
        for await (const one of tyk.clients.iterateAll()) all.push(one);
        return all;
      },
      findUnmet: () => [],
      isExpectedFailure: ({ code }, before) =>
        code === "incomplete" && before.unlistableApis.length > 0,
    },
    capabilities: {
      run: (tyk) => tyk.gateway.capabilities(),
      findUnmet: () => [],
      isExpectedFailure: () => false,
    },
  };
  const call = calls[name];
  if (call === undefined) throw new Error(`unknown method ${name}`);
  return { ...call, scope: () => changesNothing, knownSecrets: () => [] };
}

function wrongCopies(now: StateSnapshot, result: unknown, clientId: string): string[] {
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
      changedFields(now.copy(apiIds[0] ?? "", clientId), now.copy(apiId, clientId)),
    ),
  );
  return [...differing].sort().join() === [...drift].sort().join() ? [] : ["wrong drift"];
}
