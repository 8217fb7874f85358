import { join } from "node:path";
import { root } from "../support/root.ts";

/** The folder of the site: its pages, its theme and its own libraries. */
export const siteFolder: string = join(root, "docs/site");
