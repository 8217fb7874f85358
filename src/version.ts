/** The version of this package, as in its package.json; a test holds the two together. */
export const version: string = "0.1.0";

/** How requests say what sends them. */
export const userAgent: string = `tyk-oauth-sdk/${version}`;
