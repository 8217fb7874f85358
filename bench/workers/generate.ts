// Does what `npm run generate` does, into a folder of its own, and says how long that took, in milliseconds.
import { answerChild } from "../support/child.ts";

answerChild(async (folder: string): Promise<number> => {
  const start = performance.now();
  const { generate } = await import("../../scripts/generator/generator.ts");
  await generate(folder);
  return performance.now() - start;
});
