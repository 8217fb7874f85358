import { existsSync } from "node:fs";
import { installChromium } from "../runtimes/chromium.ts";
import type { Chromium } from "../runtimes/chromium.ts";

const installed = ["/usr/lib/chromium/chromium", "/usr/bin/chromium", "/usr/bin/google-chrome"];

/**
 * Returns the Chromium to test with: the one that the variable `CHROMIUM` names, an installed one, or Debian's, which is downloaded
 * below `.cache/`. Throws an error that says what to do if there is none.
 */
export function findChromium(): Chromium {
  const named = process.env["CHROMIUM"];
  if (named !== undefined && !existsSync(named))
    throw new Error(`CHROMIUM names ${named}, which does not exist`);
  const path = named ?? installed.find((one) => existsSync(one));
  if (path !== undefined) return { path, libraries: process.env["LD_LIBRARY_PATH"] ?? "" };
  try {
    console.log("no Chromium is installed: downloading Debian's");
    return installChromium();
  } catch (error) {
    throw new Error("The browser checks need Chromium. Install it, or set CHROMIUM to its path.", {
      cause: error,
    });
  }
}
