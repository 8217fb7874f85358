import { fileURLToPath } from "node:url";

/** The project's folder, with a trailing slash. Scripts run in this folder. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));
