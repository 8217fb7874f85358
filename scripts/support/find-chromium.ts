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

/** Returns the Chromium of `CHROMIUM_PATH`, or an installed one; `undefined` if there is none. */
export function findInstalledChromium(): Chromium | undefined {
  const chosen = process.env["CHROMIUM_PATH"];
  if (chosen !== undefined && !existsSync(chosen))
    throw new Error(`CHROMIUM_PATH names ${chosen}, and there is no such file`);
  const path = chosen ?? usual.find((one) => existsSync(one));
  return path === undefined ? undefined : { path, libraries: process.env["LD_LIBRARY_PATH"] ?? "" };
}

/**
 * Finds a Chromium: that of `CHROMIUM_PATH`, an installed one, or Debian's, which is downloaded below `.cache/`.
 *
 * @throws an error that says what to do if there is none.
 */
export function findChromium(): Chromium {
  try {
    return findInstalledChromium() ?? installChromium();
  } catch (error) {
    if (!(error instanceof HostUnavailable)) throw error;
    throw new Error(
      `there is no Chromium here, and none can be installed (${error.message}): install one, or name it with CHROMIUM_PATH`,
      { cause: error },
    );
  }
}
