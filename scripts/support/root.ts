import { fileURLToPath } from "node:url";

/** The project's folder, with a slash at its end; scripts run there, wherever they were called from. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));
