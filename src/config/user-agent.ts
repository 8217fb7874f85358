import { version } from "../version.ts";

/** How requests say what sends them. */
export const userAgent: string = `tyk-oauth-sdk/${version}`;
