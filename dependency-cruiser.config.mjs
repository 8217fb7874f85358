// Defines which folder of src/ may import which (see ARCHITECTURE.md), and forbids import cycles.

/**
 * The paths that each folder may import besides itself, as prefixes.
 *
 * @type {Record<string, string[]>}
 */
const allowed = {
  errors: [],
  types: ["src/errors/", "generated/"],
  util: ["src/errors/"],
  config: ["src/types/", "src/errors/", "src/util/"],
  operations: ["generated/", "src/util/"],
};
allowed.transport = ["generated/", ...listedFolders()];
allowed.verbs = ["generated/", ...listedFolders()];
allowed.notifications = ["src/errors/", "src/util/", "src/transport/read-body.ts"];
allowed.engine = ["generated/", ...listedFolders()];
allowed.resources = ["src/engine/", "src/types/"];
allowed.node = [
  "src/errors/",
  "src/util/",
  "src/config/checks.ts",
  "src/transport/body-reader.ts",
  "src/transport/direct-refusal.ts",
  "src/transport/limiter.ts",
  "src/transport/read-body.ts",
];
// Of the methods only their rules for documents, and none of their requests.
allowed.manifest = [
  "src/errors/",
  "src/util/",
  "src/types/",
  "src/transport/request/ids.ts",
  "src/verbs/clients/client-problems.ts",
  "src/verbs/clients/redirect-uris.ts",
  "src/verbs/clients/serialization.ts",
  "src/verbs/for-each-concurrent.ts",
  "src/verbs/omitted-fields.ts",
  "src/verbs/policies/policy-rules.ts",
];
// The page uses the client as others do. It gets the client as an option.
allowed.consent = ["src/errors/", "src/util/"];
allowed.testing = [
  "generated/operation-ids.gen.ts",
  "src/client.ts",
  "src/engine/",
  "src/config/",
  "src/types/",
  "src/util/",
];

// The command uses the package as others do: by its public names.
allowed.cli = [
  "src/util/",
  "src/index.ts",
  "src/manifest/index.ts",
  "src/node/index.ts",
  "src/testing/index.ts",
];

/**
 * The paths that each folder may import only for types.
 *
 * @type {Record<string, string[]>}
 */
const allowedTypes = {
  resources: ["generated/", "src/verbs/", "src/errors/reports.ts"],
  manifest: ["generated/", "src/client.ts"],
  consent: ["src/client.ts", "src/verbs/clients/key-rules.ts"],
};

/** Returns the folders that are in the table so far: each later folder may import all of them. */
function listedFolders() {
  return Object.keys(allowed).map((folder) => `src/${folder}/`);
}

/** @param {string[]} paths */
function createPrefixPattern(paths) {
  return `^(?:${paths.join("|").replaceAll(".", "\\.")})`;
}

const rules = Object.entries(allowed).flatMap(([folder, paths]) => {
  const types = allowedTypes[folder] ?? [];
  const from = { path: `^src/${folder}/` };
  const forbidden = {
    path: "^(?:src|generated)/",
    pathNot: createPrefixPattern([`src/${folder}/`, "src/version.ts", ...paths, ...types]),
  };
  const typesOnly = { path: createPrefixPattern(types), dependencyTypesNot: ["type-only"] };
  return [
    { name: `imports-of-${folder}`, severity: "error", from, to: forbidden },
    ...(types.length === 0
      ? []
      : [{ name: `type-imports-of-${folder}`, severity: "error", from, to: typesOnly }]),
  ];
});

/** @type {import("dependency-cruiser").IConfiguration} */
const config = {
  forbidden: [
    { name: "no-cycle", severity: "error", from: { path: "^src/" }, to: { circular: true } },
    {
      name: "no-index",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/cli/" },
      to: { path: "^src/index\\.ts$" },
    },
    ...rules,
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: "tsconfig.json" } },
};

export default config;
