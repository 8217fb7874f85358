import fc from "fast-check";
import type { OAuthClient } from "../../../src/index.ts";

/** The APIs of the random gateways. A scope is a part of them. */
export const fleetApis: readonly string[] = ["orders", "billing", "vault"];
const clientIds = ["a", "b", "c", "d", "e"];

/** A copy of a client on one API. */
export type StoredCopy = OAuthClient & { readonly api_id: string };

/** A gateway's clients, and a manifest for some of its APIs. */
export interface Fleet {
  readonly stored: readonly StoredCopy[];
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly scope: readonly string[];
  readonly prune: boolean;
  /** The secret of each client that has a reference. */
  readonly secrets: Readonly<Record<string, string>>;
}

const secret = fc.integer({ min: 0, max: 3 }).map((n) => `canary-${n}`);
const metaData = fc.dictionary(
  fc.constantFrom("team", "tier", "__proto__"),
  fc.oneof(fc.string({ maxLength: 3 }), fc.integer(), fc.boolean(), fc.constant(null)),
  { maxKeys: 2 },
);
const absent = fc.constantFrom("", null, undefined);
const uri = fc.constantFrom("https://one.example/cb", "https://two.example/cb");
const text = fc.oneof(absent, fc.constantFrom("x", "ü\u2028"));

const storedFields = fc.record({
  redirect_uri: fc.oneof(fc.constant(""), uri),
  policy_id: fc.constantFrom("", "gold", "silver"),
  description: fc.constantFrom("", "x", "ü\u2028"),
  meta_data: fc.oneof(fc.constant(null), metaData),
});

/** The copies of one client. Often they are equal, as copies are that somebody looks after. */
function copiesOf(client_id: string): fc.Arbitrary<StoredCopy[]> {
  const one = fc.record({ fields: storedFields, secret });
  return fc
    .record({
      apis: fc.subarray([...fleetApis]),
      shared: one,
      own: fc.array(fc.option(one, { freq: 2, nil: undefined }), { minLength: 3, maxLength: 3 }),
    })
    .map(({ apis, shared, own }) =>
      apis.map((api_id, at) => {
        const { fields, secret } = own[at] ?? shared;
        return { client_id, api_id, secret, ...fields };
      }),
    );
}

function wantedClient(scope: readonly string[]): fc.Arbitrary<object> {
  return fc.record(
    {
      redirect_uri: uri,
      apis: fc.subarray([...scope], { minLength: 1 }),
      policy_id: fc.oneof(absent, fc.constantFrom("gold", "silver")),
      description: text,
      meta_data: fc.oneof(fc.constantFrom(null, undefined), metaData),
      on_policy_change: fc.constantFrom("revoke", "keep"),
      secret: fc.constantFrom(null, undefined, { generate: true }, { env: "PLACEHOLDER" }),
      protected: fc.boolean(),
    },
    { requiredKeys: ["redirect_uri", "on_policy_change"] },
  );
}

/** A random gateway with a random manifest. */
export const anyFleet: fc.Arbitrary<Fleet> = fc
  .subarray([...fleetApis], { minLength: 1, maxLength: 2 })
  .chain((scope) =>
    fc
      .record({
        stored: fc.tuple(...clientIds.map(copiesOf)).map((all) => all.flat()),
        wanted: fc.tuple(
          ...clientIds.map(() => fc.option(wantedClient(scope), { freq: 3, nil: undefined })),
        ),
        isRemoved: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
        prune: fc.boolean(),
        values: fc.array(secret, { minLength: 5, maxLength: 5 }),
      })
      .map(({ stored, wanted, isRemoved, prune, values }) => {
        const clients = clientIds.flatMap((id, at) => {
          const client = wanted[at] as { readonly secret?: object | null } | undefined;
          if (client === undefined) return [];
          const hasReference = client.secret != null && "env" in client.secret;
          return [[id, hasReference ? { ...client, secret: { env: `SECRET_${id}` } } : client]];
        });
        const removed = clientIds.filter((_, at) => wanted[at] === undefined && isRemoved[at]);
        return {
          stored,
          scope,
          prune,
          manifest: {
            version: 1,
            apis: scope,
            clients: Object.fromEntries(clients) as object,
            removed,
          },
          secrets: Object.fromEntries(
            clientIds.map((id, at) => [`SECRET_${id}`, values[at] ?? ""]),
          ),
        };
      }),
  );
