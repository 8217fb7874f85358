// Checked by the compiler alone: `tsc -b` fails where a line of this does not hold.
import type {
  ClientCopies,
  ClientCopy,
  ClientOfApi,
  ClientRef,
  ClientTarget,
  ClientWithNewSecret,
  ClientWithoutSecret,
  CopiesReport,
  CopyWithNewSecret,
  CreateArgs,
  CreatedClient,
  CutOffArgs,
  CutOffReport,
  CutOffResult,
  DeleteArgs,
  KeptDifference,
  NewClientOfApi,
  OAuthClient,
  OfTarget,
  PatchInput,
  ReplaceArgs,
  RevokeAllArgs,
  RotateSecretArgs,
  TokensReport,
  TykIncompleteError,
  TykOAuth,
  TykPromise,
  UpdateArgs,
} from "../../src/index.ts";
import type { Check, Same } from "../support/util/types.ts";

declare const clients: TykOAuth["clients"];
declare const tokens: TykOAuth["tokens"];
declare const either: ClientTarget;
declare const flag: boolean;
const ref = { apiId: "orders", clientId: "shop-web" };
const all = { clientId: "shop-web", apis: "all" } as const;
const some: { clientId: string; apis: string[] } = {
  clientId: "shop-web",
  apis: ["orders", "billing"],
};
const redirect_uri = "https://shop.example/cb";

/** Of one client the client itself, of several copies all of them. */
export type ByTarget = [
  Check<Same<OfTarget<ClientRef, ClientCopy, OAuthClient>, OAuthClient>>,
  Check<Same<OfTarget<ClientCopies, ClientCopy, OAuthClient>, ClientCopy[]>>,
  Check<Same<OfTarget<typeof ref, ClientCopy, OAuthClient>, OAuthClient>>,
  Check<Same<OfTarget<typeof all, ClientCopy, OAuthClient>, ClientCopy[]>>,
  Check<Same<OfTarget<typeof some, ClientCopy, OAuthClient>, ClientCopy[]>>,
  // Where the target is not known, neither is what comes.
  Check<Same<OfTarget<ClientTarget, ClientCopy, OAuthClient>, OAuthClient | ClientCopy[]>>,
];

export function oneOrAll(): [
  TykPromise<OAuthClient>[],
  TykPromise<ClientCopy[]>[],
  [TykPromise<OAuthClient | ClientCopy[]>, TykPromise<OAuthClient>],
] {
  const one = [
    clients.update(ref, {}),
    clients.update({ apiId: "orders", clientId: "shop-web" }, (client) => ({
      description: `${client.description}.`,
    })),
    clients.replace(ref, { redirect_uri }),
  ];
  const copies = [
    clients.update(all, {}),
    clients.update({ clientId: "shop-web", apis: "all", orgId: "acme" }, {}),
    clients.replace(some, { redirect_uri }),
  ];
  const any = clients.update(either, {});
  // @ts-expect-error -- several are no single one
  const wrong: TykPromise<OAuthClient> = clients.update(all, {});
  return [one, copies, [any, wrong]];
}

/** A dry run has no new secret, so the types make a script check for it. */
export function withNewSecrets(): [
  TykPromise<ClientWithNewSecret>[],
  TykPromise<CopyWithNewSecret[]>[],
  TykPromise<ClientWithNewSecret | CopyWithNewSecret[]>,
] {
  const one = [
    clients.rotateSecret(ref),
    clients.rotateSecret(ref, { stage: () => undefined }, { timeoutMs: 5 }),
    clients.create({ api_id: "orders", redirect_uri }),
  ];
  const copies = clients.rotateSecret({ clientId: "shop-web", apis: ["orders"] }, { secret: "s" });
  // @ts-expect-error -- one client is no list
  const list: TykPromise<CopyWithNewSecret[]> = clients.rotateSecret(ref);
  // @ts-expect-error -- the secret can be missing
  const certain: TykPromise<OAuthClient> = clients.rotateSecret(ref);
  return [[...one, certain], [copies, list], clients.rotateSecret(either)];
}

export type NewSecrets = [
  Check<Same<ClientWithNewSecret["secret"], string | undefined>>,
  Check<Same<CreatedClient["secret"], string | undefined>>,
  Check<Same<CutOffResult["copies"][number], CopyWithNewSecret>>,
  Check<Same<CopyWithNewSecret["client"], ClientWithNewSecret>>,
];

type Walk<Client> = AsyncGenerator<ClientOfApi<Client>, void, undefined>;

/** The secrets come only where they are asked for, and then the type has them. */
export type TheClients = [
  Check<Same<Extract<keyof ClientWithoutSecret, "secret">, never>>,
  Check<Same<keyof ClientWithoutSecret | "secret", keyof OAuthClient>>,
  Check<Same<ClientOfApi["client"], ClientWithoutSecret>>,
];

export function walks(): [
  Walk<ClientWithoutSecret>[],
  Walk<OAuthClient>,
  Walk<ClientWithoutSecret | OAuthClient>,
] {
  const plain = [
    clients.iterateAll(),
    clients.iterateAll({}),
    clients.iterateAll({ orgId: "acme" }, { timeoutMs: 5 }),
    clients.iterateAll({ secrets: false }),
  ];
  const whole = clients.iterateAll({ secrets: true });
  const any = clients.iterateAll({ secrets: flag });
  // @ts-expect-error -- nobody asked for secrets
  const wrong: Walk<OAuthClient> = clients.iterateAll({ orgId: "acme" });
  // @ts-expect-error -- they may be left out
  const other: Walk<OAuthClient> = any;
  return [[...plain, wrong, other], whole, any];
}

/** What a create found otherwise than asked for is beside the client. */
export type Created = [
  Check<CreatedClient extends ClientWithNewSecret ? true : false>,
  Check<Same<Exclude<keyof CreatedClient, keyof OAuthClient>, "differs">>,
  Check<Same<CreatedClient["differs"], readonly KeptDifference[] | undefined>>,
  // An answer of the gateway is one too, and a created one is no body to send by itself.
  Check<OAuthClient extends CreatedClient ? true : false>,
  Check<
    Same<
      KeptDifference["fields"][number],
      "redirect_uri" | "policy_id" | "meta_data" | "description" | "secret"
    >
  >,
];

/** What the verbs can be told between what they are about and their options. */
export type TheArgs = [
  Check<Same<keyof CreateArgs, "apis" | "ifExists" | "lint" | "tokens" | "sweep" | "wait">>,
  Check<Same<CreateArgs["ifExists"], "fail" | "keep" | "replace" | undefined>>,
  Check<Same<keyof UpdateArgs, "tokens" | "lint" | "sweep" | "wait">>,
  Check<Same<UpdateArgs["tokens"], "revoke" | "keep" | undefined>>,
  Check<Same<UpdateArgs["lint"], "error" | "warn" | undefined>>,
  Check<Same<UpdateArgs["wait"], boolean | number | undefined>>,
  Check<Same<Exclude<keyof ReplaceArgs, keyof UpdateArgs>, "blankRedirectUri">>,
  Check<Same<keyof RotateSecretArgs, "secret" | "stage" | "activate" | "lint">>,
  Check<Same<keyof DeleteArgs, "tokens" | "ifUnproved" | "sweep" | "wait">>,
  Check<Same<DeleteArgs["ifUnproved"], "stop" | "go-on" | undefined>>,
  Check<Same<keyof RevokeAllArgs, "sweep" | "wait" | "ifUnproved">>,
  Check<Same<RevokeAllArgs["ifUnproved"], "throw" | "report" | undefined>>,
  Check<Same<keyof CutOffArgs, "sweep" | "wait" | "ifUnproved" | "secret" | "stage" | "lint">>,
  Check<Same<Exclude<keyof CutOffReport, keyof TokensReport>, "secrets">>,
  Check<Same<TykIncompleteError<CopiesReport>["report"], CopiesReport>>,
];

/** A patch is given, or made of what is there, at once. */
export type ThePatch = [
  Check<((client: OAuthClient) => { description: string }) extends PatchInput ? true : false>,
  Check<(() => Promise<{ description: string }>) extends PatchInput ? false : true>,
];

/** What the types refuse. */
export function refused(body: NewClientOfApi): unknown[] {
  return [
    // @ts-expect-error -- a secret cannot be patched
    clients.update(ref, { secret: "s" }),
    // @ts-expect-error -- nor replaced
    clients.replace(ref, { redirect_uri, secret: "s" }),
    // @ts-expect-error -- options come after the arguments
    clients.delete(ref, { timeoutMs: 5 }),
    // @ts-expect-error -- for every verb that has some
    clients.create(body, { timeoutMs: 5 }),
    // @ts-expect-error -- and arguments are no options
    tokens.revokeAll(ref, {}, { sweep: false }),
    // @ts-expect-error -- all of them, or those that are named
    clients.delete({ clientId: "shop-web", apis: "orders" }),
    // @ts-expect-error -- a client somewhere is none
    clients.rotateSecret({ clientId: "shop-web" }),
    // @ts-expect-error -- one or the other
    clients.update(ref, {}, { tokens: "end" }),
    // @ts-expect-error -- a report is for whoever asks for one
    clients.delete(ref, { ifUnproved: "report" }),
    // @ts-expect-error -- a vault is given the secret, and gives none
    clients.rotateSecret(ref, { stage: (secret: number) => secret }),
  ];
}
