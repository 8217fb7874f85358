/** The path of the site on its host, with a slash at both ends. */
export const siteBase: string = process.env["DOCS_BASE"] ?? "/";
