// Imports one module in a separate process, then makes the first call with it, without a network.
import { loadContender } from "../contenders/index.ts";
import type { ContenderName } from "../contenders/index.ts";
import { serveParent } from "../support/child.ts";
import type { ImportTimes } from "./messages.ts";

serveParent(async ([specifier, contender]: [string, ContenderName]): Promise<ImportTimes> => {
  const start = performance.now();
  await import(specifier);
  const importMs = performance.now() - start;
  // The bench's own files are loaded outside the measured time.
  const connect = await loadContender(contender);
  const next = performance.now();
  const { get } = await connect({ baseUrl: "http://127.0.0.1:9", stubbed: true });
  await get();
  return { importMs, firstCallMs: performance.now() - next };
});
