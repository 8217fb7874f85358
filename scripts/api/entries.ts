/** The entries of the package, by the name of their declarations in `dist/` and of their report in `docs/api/`. */
export const entries = ["index", "node", "testing"] as const;

/** Where the reports of the public types are kept. */
export const reportFolder: string = "docs/api";
