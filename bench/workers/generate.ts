// Generates the client into a separate folder, and returns the time in milliseconds.
import { serveParent } from "../support/child.ts";

serveParent(async (folder: string): Promise<number> => {
  const start = performance.now();
  const { generate } = await import("../../scripts/generator/generator.ts");
  await generate(folder);
  return performance.now() - start;
});
