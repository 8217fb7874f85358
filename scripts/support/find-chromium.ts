import { existsSync } from "node:fs";
import { installChromium } from "../runtimes/chromium.ts";
import type { Chromium } from "../runtimes/chromium.ts";
import { HostUnavailable } from "../runtimes/host.ts";

const usual = [
  "/usr/lib/chromium/chromium",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * Finds a Chromium: that of `CHROMIUM_PATH`, an installed one, or Debian's, which is downloaded below `.cache/`.
 *
 * @throws an error that says what to do if there is none.
 */
export function findChromium(): Chromium {
  const chosen = process.env["CHROMIUM_PATH"];
  if (chosen !== undefined && !existsSync(chosen))
    throw new Error(`CHROMIUM_PATH names ${chosen}, and there is no such file`);
  const path = chosen ?? usual.find((one) => existsSync(one));
  if (path !== undefined) return { path, libraries: process.env["LD_LIBRARY_PATH"] ?? "" };
  try {
    return installChromium();
  } catch (error) {
    if (!(error instanceof HostUnavailable)) throw error;
    throw new Error(
      `there is no Chromium here, and none can be installed (${error.message}): install one, or name it with CHROMIUM_PATH`,
      { cause: error },
    );
  }
}
