// Imports one module in a process of its own, and says how long that took, in milliseconds.
import { answerChild } from "../support/child.ts";

answerChild(async (specifier: string): Promise<number> => {
  const start = performance.now();
  await import(specifier);
  return performance.now() - start;
});
