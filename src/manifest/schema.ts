/** The part of JSON Schema (draft 7) that {@link manifestSchema} uses. */
export interface ManifestSchema {
  readonly $schema?: string;
  readonly $id?: string;
  /** What a wrong value must be. Only the reference to a secret has it, because its message must not quote names. */
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ManifestSchema>>;
  readonly additionalProperties?: false | ManifestSchema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: ManifestSchema;
  readonly minItems?: number;
  readonly uniqueItems?: true;
  readonly minLength?: number;
  readonly pattern?: string;
}

const text = (description: string): ManifestSchema => ({ description, type: ["string", "null"] });

const ids = (description: string): ManifestSchema => ({
  description,
  type: ["array", "null"],
  items: { type: "string", minLength: 1 },
  uniqueItems: true,
});

const secret: ManifestSchema = {
  title: "a reference to a secret: { env }, { file } or { generate: true }",
  description:
    "Where the secret is: never the secret itself. If it is left out, the gateway's secret stays, and a new client gets a generated one.",
  type: ["object", "null"],
  properties: {
    env: {
      description: "The environment variable with the secret.",
      type: "string",
      pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
    },
    file: { description: "The file with the secret.", type: "string", minLength: 1 },
    generate: {
      description: "Generates the secret when the client is created, and keeps it afterwards.",
      type: "boolean",
      const: true,
    },
  },
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
};

/** The fields that defaults can set for every client. */
const shared = {
  apis: ids("The APIs of the client, all within the scope. The default is the whole scope."),
  redirect_uri: text("The URI that browsers return to."),
  policy_id: text("The policy of the client's tokens."),
  description: text("A description for people."),
  meta_data: {
    description: "Metadata. It is replaced as a whole.",
    type: ["object", "array", "string", "number", "boolean", "null"],
  },
  on_policy_change: {
    description:
      "What happens to the tokens if the policy changes: they have the rights of the old policy.",
    enum: ["revoke", "keep", null],
  },
  lint: {
    description: "Allows values that the gateway stores but that do not work everywhere.",
    enum: ["error", "warn", null],
  },
} satisfies Readonly<Record<string, ManifestSchema>>;

const client: ManifestSchema = {
  description: "A client. Its name is its client_id.",
  type: ["object", "null"],
  properties: {
    ...shared,
    secret,
    protected: { description: "Whether the client is never deleted.", type: ["boolean", "null"] },
  },
  additionalProperties: false,
};

const defaults: ManifestSchema = {
  description: "Fields of every client that does not set them itself.",
  type: ["object", "null"],
  properties: shared,
  additionalProperties: false,
};

const apis = ids(
  "The scope: the ids of APIs. Clients of other APIs are never read, changed or deleted.",
);
const clients: ManifestSchema = {
  description: "The clients by client_id.",
  type: ["object", "null"],
  additionalProperties: client,
};
const removed = ids("Clients to delete from the APIs of the scope, tokens first.");

/**
 * The JSON Schema (draft 7) of a manifest, for editors and other tools. The package has it as the file
 * `@tyk-oauth/sdk/manifest.schema.json` too.
 *
 * The schema describes the form. {@link parseManifest} checks the values too, such as redirect URIs.
 *
 * @example
 * ```ts
 * import { manifestSchema } from "@tyk-oauth/sdk/manifest";
 *
 * console.log(JSON.stringify(manifestSchema, null, 2));
 * ```
 */
export const manifestSchema: ManifestSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  description: "OAuth clients of a Tyk Gateway.",
  type: "object",
  properties: {
    $schema: { description: "The JSON Schema of this file, for editors.", type: "string" },
    version: { description: "The version of the format.", const: 1 },
    apis: { ...apis, type: "array", minItems: 1 },
    defaults,
    clients,
    environments: {
      description: "What differs in an environment, by the environment's name.",
      type: ["object", "null"],
      additionalProperties: {
        type: ["object", "null"],
        properties: {
          apis: { ...apis, minItems: 1 },
          defaults,
          clients: {
            ...clients,
            description:
              "Fields that replace those of the client. null clears a field, or leaves a whole client out.",
          },
          removed,
        },
        additionalProperties: false,
      },
    },
    removed,
  },
  required: ["version", "apis"],
  additionalProperties: false,
};
