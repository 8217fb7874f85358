/** The entries of the package. Their declarations in `dist/` and their reports in `docs/api/` have these names. */
export const entries = ["index", "consent", "manifest", "node", "testing"] as const;

/** The folder of the reports of the public types. */
export const reportFolder: string = "docs/api";
