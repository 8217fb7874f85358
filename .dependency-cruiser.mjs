// Which folder may import which (ARCHITECTURE.md), and that nothing imports in a circle.

/** What each folder may import besides itself, as the beginnings of paths. */
const allowed = {
  errors: [],
  types: ["src/errors/", "generated/"],
  util: ["src/errors/"],
  config: ["src/types/", "src/errors/", "src/util/"],
  operations: ["generated/", "src/util/"],
  transport: ["generated/", "src/errors/", "src/types/", "src/util/", "src/config/", "src/operations/"],
  verbs: ["generated/", "src/errors/", "src/types/", "src/util/", "src/config/", "src/operations/", "src/transport/"],
  notifications: ["src/errors/", "src/util/", "src/transport/read-body.ts"],
  engine: ["src/errors/", "src/types/", "src/util/", "src/config/", "src/operations/", "src/transport/", "src/verbs/", "src/notifications/"],
  resources: ["src/engine/", "src/types/"],
  node: ["src/errors/", "src/util/", "src/config/checks.ts", "src/transport/limiter.ts", "src/transport/read-body.ts"],
  testing: ["src/client.ts", "src/engine/", "src/config/", "src/types/", "src/util/"],
};

/** The same for imports of types alone. */
const allowedTypes = { resources: ["generated/", "src/verbs/"] };

const pattern = (paths) => `^(?:${paths.join("|").replaceAll(".", "\\.")})`;

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    { name: "no-circle", severity: "error", from: { path: "^src/" }, to: { circular: true } },
    ...Object.entries(allowed).map(([folder, paths]) => ({
      name: `imports-of-${folder}`,
      severity: "error",
      from: { path: `^src/${folder}/` },
      to: {
        path: "^(?:src|generated)/",
        pathNot: pattern([`src/${folder}/`, "src/version.ts", ...paths, ...(allowedTypes[folder] ?? [])]),
      },
    })),
    ...Object.entries(allowedTypes).map(([folder, paths]) => ({
      name: `imports-of-${folder}`,
      severity: "error",
      from: { path: `^src/${folder}/` },
      to: { path: pattern(paths), dependencyTypesNot: ["type-only"] },
    })),
    {
      name: "nothing-imports-index",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^src/index\\.ts$" },
    },
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: "tsconfig.json" } },
};
