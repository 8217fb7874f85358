// Imports one module in a process of its own, then makes the first call with it, without a network.
import { load } from "../contenders/index.ts";
import type { ContenderName } from "../contenders/index.ts";
import { answerChild } from "../support/child.ts";
import type { ImportTimes } from "./messages.ts";

answerChild(async ([specifier, contender]: [string, ContenderName]): Promise<ImportTimes> => {
  const start = performance.now();
  await import(specifier);
  const importMs = performance.now() - start;
  // The bench's own files are not what is measured.
  const connect = await load(contender);
  const next = performance.now();
  const { get } = await connect({ baseUrl: "http://127.0.0.1:9", stubbed: true });
  await get();
  return { importMs, firstCallMs: performance.now() - next };
});
