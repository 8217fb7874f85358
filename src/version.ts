/** The version of this package, as in its package.json. A test keeps the two equal. */
export const version: string = "0.1.0";

/** The `User-Agent` of each request. */
export const userAgent: string = `tyk-oauth-sdk/${version}`;
