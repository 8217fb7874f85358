// Which folder of src/ may import which (ARCHITECTURE.md). Nothing imports in a circle.

/**
 * What each folder may import besides itself, as the beginnings of paths.
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
allowed.transport = ["generated/", ...foldersAbove()];
allowed.verbs = ["generated/", ...foldersAbove()];
allowed.notifications = ["src/errors/", "src/util/", "src/transport/read-body.ts"];
allowed.engine = ["generated/", ...foldersAbove()];
allowed.resources = ["src/engine/", "src/types/"];
allowed.node = [
  "src/errors/",
  "src/util/",
  "src/config/checks.ts",
  "src/transport/limiter.ts",
  "src/transport/read-body.ts",
];
allowed.testing = ["src/client.ts", "src/engine/", "src/config/", "src/types/", "src/util/"];

/**
 * The same for imports of types alone.
 *
 * @type {Record<string, string[]>}
 */
const allowedTypes = { resources: ["generated/", "src/verbs/"] };

function foldersAbove() {
  return Object.keys(allowed).map((folder) => `src/${folder}/`);
}

/** @param {string[]} paths */
function beginningWith(paths) {
  return `^(?:${paths.join("|").replaceAll(".", "\\.")})`;
}

const rules = Object.entries(allowed).flatMap(([folder, paths]) => {
  const types = allowedTypes[folder] ?? [];
  const from = { path: `^src/${folder}/` };
  const elsewhere = {
    path: "^(?:src|generated)/",
    pathNot: beginningWith([`src/${folder}/`, "src/version.ts", ...paths, ...types]),
  };
  const code = { path: beginningWith(types), dependencyTypesNot: ["type-only"] };
  return [
    { name: `imports-of-${folder}`, severity: "error", from, to: elsewhere },
    ...(types.length === 0
      ? []
      : [{ name: `type-imports-of-${folder}`, severity: "error", from, to: code }]),
  ];
});

/** @type {import("dependency-cruiser").IConfiguration} */
const config = {
  forbidden: [
    { name: "no-circle", severity: "error", from: { path: "^src/" }, to: { circular: true } },
    {
      name: "no-index",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^src/index\\.ts$" },
    },
    ...rules,
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: "tsconfig.json" } },
};

export default config;
